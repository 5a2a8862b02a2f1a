/** Enode's handler: Link sessions, the user, the devices and the return page, below /api/enode. */
import {
  createEnodeLinkHandler,
  type EnodeLinkHandler,
  type HandlerOptions,
} from 'enode-link-button/server';
import { userOf } from './session';

const options: HandlerOptions = {
  clientId: process.env.ENODE_CLIENT_ID,
  clientSecret: process.env.ENODE_CLIENT_SECRET,
  environment: 'emulator',
  getUserId: (request) => userOf(request.headers.get('cookie')),
  callbackUrls: [`${process.env.APP_ORIGIN}/api/enode/callback`],
  defaults: { scopes: ['vehicle:read:data', 'charger:read:data', 'inverter:read:data'] },
};

/** Makes a handler with its first request, because `next build` loads this file without the secrets. */
export function createHandler(changes?: Partial<HandlerOptions>): EnodeLinkHandler {
  let handler: EnodeLinkHandler | undefined;
  return (request) => (handler ??= createEnodeLinkHandler({ ...options, ...changes }))(request);
}

export const handler = createHandler();
