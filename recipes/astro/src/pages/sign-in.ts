import type { APIRoute } from 'astro';

/** The demo's sign-in, without a password. Replace it by yours. */
export const POST: APIRoute = async ({ request, session, redirect }) => {
  const user = (await request.formData()).get('user');
  if (typeof user !== 'string' || user === '') return new Response('No user', { status: 400 });
  // A new id for the session, so that nobody who knew the old one is signed in too.
  await session?.regenerate();
  session?.set('userId', user);
  return redirect('/', 303);
};
