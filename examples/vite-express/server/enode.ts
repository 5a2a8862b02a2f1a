/** Enode's handler: Link sessions, the user, the devices and the return page, below /api/enode. */
import { createEnodeLinkHandler, type HandlerOptions } from 'enode-link-button/server';
import { userOf } from './session';

export const options: HandlerOptions = {
  clientId: process.env.ENODE_CLIENT_ID,
  clientSecret: process.env.ENODE_CLIENT_SECRET,
  environment: 'emulator',
  getUserId: (request) => userOf(request.headers.get('cookie')),
  callbackUrls: [`${process.env.APP_ORIGIN}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data', 'inverter:read:data'] },
};

export const handler = createEnodeLinkHandler(options);
