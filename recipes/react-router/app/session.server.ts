import { createCookieSessionStorage } from 'react-router';

/** The session is in a signed cookie that no page can read or write. */
export const { getSession, commitSession } = createCookieSessionStorage<{ userId: string }>({
  cookie: {
    name: 'session',
    secrets: [process.env.SESSION_SECRET ?? ''],
    httpOnly: true,
    sameSite: 'lax',
    secure: process.env.APP_ORIGIN?.startsWith('https:') ?? false,
    path: '/',
  },
});
