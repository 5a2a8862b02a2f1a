/** Enode's handler: Link sessions, the user and the devices, below /api/enode. */
import { createEnodeLinkHandler } from 'enode-link-button/server';
import { userOf } from './session.js';

export const PAGE_ORIGIN = process.env.APP_ORIGIN;

export const options = {
  clientId: process.env.ENODE_CLIENT_ID,
  clientSecret: process.env.ENODE_CLIENT_SECRET,
  environment: 'emulator',
  getUserId: (request) => userOf(request.headers.get('cookie')),
  // The return page is on the origin of the page, which may call from there.
  callbackUrls: [`${PAGE_ORIGIN}/callback.html`],
  allowedOrigins: [PAGE_ORIGIN],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data', 'inverter:read:data'] },
};

export const handler = createEnodeLinkHandler(options);
