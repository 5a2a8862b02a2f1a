/** Who is signed in: a signed cookie with the user's id. REPLACE this by the sessions of your application. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const USERS = ['anna', 'ben'];
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const { SESSION_SECRET, APP_ORIGIN } = process.env;

const sign = (content) => createHmac('sha256', SESSION_SECRET).update(content).digest('base64url');

/** The name, value and options of the cookie for a user, without a password; undefined for anybody else. */
export function sessionFor(user) {
  if (!USERS.includes(user)) return undefined;
  const expires = new Date(Date.now() + WEEK_MS);
  const content = `${user}.${expires.getTime()}`;
  const secure = APP_ORIGIN.startsWith('https:');
  const options = { httpOnly: true, sameSite: 'lax', secure, expires };
  return ['session', `${content}.${sign(content)}`, options];
}

/** The id of the user in the cookies of a request, or null if nobody is signed in. */
export function userOf(cookies) {
  const [, content = '', user = '', expires, signature = ''] =
    /(?:^|; )session=((\w+)\.(\d+))\.([\w-]+)/.exec(cookies ?? '') ?? [];
  const [given, expected] = [Buffer.from(signature), Buffer.from(sign(content))];
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned && Number(expires) > Date.now() ? user : null;
}
