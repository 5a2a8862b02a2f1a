/**
 * The token endpoint: OAuth 2.0 client credentials with HTTP Basic (docs/enode.md, "OAuth"; RFC
 * 6749 §2.3.1, §4.4, §5.2).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { Emulation } from '../emulation.js';
import { readForm } from '../http.js';
import type { App, Env } from '../http.js';
import { TOKEN_LIFE_S } from '../state/store.js';

type ErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'server_error';

export function addOAuth(app: App, emulation: Emulation): void {
  app.post('/oauth2/token', async (context) => {
    const type = context.req.header('Content-Type') ?? '';
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
      return oauthError(400, 'invalid_request', 'Send the parameters as a form body.');
    }
    if (!isClient(context, emulation)) {
      const description = 'Send client_id and client_secret with HTTP Basic authentication.';
      return oauthError(401, 'invalid_client', description);
    }
    const form = await readForm(context);
    const grants = form.getAll('grant_type');
    if (new Set(form.keys()).size !== [...form.keys()].length) {
      return oauthError(400, 'invalid_request', 'A parameter is repeated.');
    }
    if (!grants[0]) return oauthError(400, 'invalid_request', 'grant_type is missing.');
    if (grants[0] !== 'client_credentials') {
      const description = 'grant_type must be client_credentials.';
      return oauthError(400, 'unsupported_grant_type', description);
    }
    if (form.get('scope')) {
      return oauthError(
        400,
        'invalid_scope',
        'Tokens of this server have no scopes: leave scope out.',
      );
    }
    return answer(200, {
      access_token: emulation.store.issueToken(),
      expires_in: TOKEN_LIFE_S,
      scope: '',
      token_type: 'bearer',
    });
  });
}

/** An error as in RFC 6749 §5.2. */
export function oauthError(status: number, error: ErrorCode, description: string): Response {
  return answer(
    status,
    { error, error_description: description },
    status === 401 ? { 'WWW-Authenticate': 'Basic realm="emulator"' } : {},
  );
}

function answer(status: number, body: object, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json',
      // The answer contains a credential (RFC 6749 §5.1).
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
      ...headers,
    },
  });
}

function isClient(context: Context<Env>, emulation: Emulation): boolean {
  const [, encoded] =
    /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(context.req.header('Authorization') ?? '') ?? [];
  if (encoded === undefined) return false;
  const [, id, secret] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) return false;
  // RFC 6749 form-encodes both before it joins them with a colon; curl sends them as they are.
  const forms = [
    [id, secret],
    [formDecode(id), formDecode(secret)],
  ];
  return forms.some(
    ([eachId, eachSecret]) =>
      isEqual(eachId, emulation.clientId) && isEqual(eachSecret, emulation.clientSecret),
  );
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Compares in the same time for every wrong value. */
function isEqual(given = '', wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
