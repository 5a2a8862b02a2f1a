import { Injectable, Logger } from '@nestjs/common';
import { createEnodeLinkHandler, type EnodeLinkHandler } from 'enode-link-button/server';
import { SessionService } from './session.service.js';

const origin = process.env.APP_ORIGIN ?? 'http://localhost:8000';

/** Has the handler of /api/enode. One for the application, because it keeps Enode's access token. */
@Injectable()
export class EnodeService {
  readonly handler: EnodeLinkHandler;

  constructor(sessions: SessionService) {
    const logger = new Logger(EnodeService.name);
    this.handler = createEnodeLinkHandler({
      clientId: process.env.ENODE_CLIENT_ID,
      clientSecret: process.env.ENODE_CLIENT_SECRET,
      environment: {
        oauthUrl: process.env.ENODE_OAUTH_URL ?? 'https://oauth.sandbox.enode.io',
        apiUrl: process.env.ENODE_API_URL ?? 'https://enode-api.sandbox.enode.io',
      },
      publicOrigin: origin,
      callbackUrls: [`${origin}/api/enode/callback`],
      defaults: { scopes: ['vehicle:read:data', 'charger:read:data'] },
      getUserId: (request) => sessions.userOf(request.headers.get('Cookie')),
      onError: ({ code, message, cause }) => logger.error({ code, cause }, message),
    });
  }
}
