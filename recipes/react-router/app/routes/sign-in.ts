import { data, redirect } from 'react-router';
import { commitSession, getSession } from '../session.server';
import type { Route } from './+types/sign-in';

/** The demo's sign-in, without a password. Replace it by yours. */
export async function action({ request }: Route.ActionArgs) {
  const user = (await request.formData()).get('user');
  if (typeof user !== 'string' || user === '') throw data('No user', { status: 400 });
  const session = await getSession(request.headers.get('Cookie'));
  session.set('userId', user);
  return redirect('/', { status: 303, headers: { 'Set-Cookie': await commitSession(session) } });
}
