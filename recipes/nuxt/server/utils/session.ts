import type { H3Event } from 'h3';

/** The session is in an encrypted cookie that no page can read or write. */
export function useUserSession(event: H3Event) {
  return useSession<{ userId?: string }>(event, {
    password: process.env.SESSION_SECRET ?? '',
    cookie: { sameSite: 'lax', secure: process.env.APP_ORIGIN?.startsWith('https:') ?? false },
  });
}
