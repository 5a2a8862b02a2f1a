/** Who is signed in: a signed cookie with the user's id. REPLACE this by the sessions of your application. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const USERS = ['anna', 'ben'];
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

function sign(content: string): string {
  const secret = process.env.SESSION_SECRET;
  if (!secret) throw new Error('SESSION_SECRET is not set.');
  return createHmac('sha256', secret).update(content).digest('base64url');
}

/** The name, value and options of the cookie for a user, without a password; undefined for anybody else. */
export function sessionFor(user: unknown) {
  const known = USERS.find((one) => one === user);
  if (!known) return undefined;
  const expires = new Date(Date.now() + WEEK_MS);
  const content = `${known}.${expires.getTime()}`;
  const secure = process.env.APP_ORIGIN?.startsWith('https:') ?? true;
  const options = { httpOnly: true, sameSite: 'lax', secure, expires } as const;
  return ['session', `${content}.${sign(content)}`, options] as const;
}

/** The id of the user in the cookies of a request, or null if nobody is signed in. */
export function userOf(cookies: string | null | undefined): string | null {
  const [, content = '', user = '', expires, signature = ''] =
    /(?:^|; )session=((\w+)\.(\d+))\.([\w-]+)/.exec(cookies ?? '') ?? [];
  const [given, expected] = [Buffer.from(signature), Buffer.from(sign(content))];
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned && Number(expires) > Date.now() ? user : null;
}
