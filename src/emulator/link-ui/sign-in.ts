/** Checks the credentials of the sign-in step, for Link UI's page and for the vendor's own. */
import type { LinkSession } from '../state/link-sessions.js';
import type { Store } from '../state/store.js';
import { answer } from './journey.js';

/** Why the credentials were refused. */
export type SignInRefusal = 'username' | 'password' | 'credentials';

/** Handles the form of the sign-in step. Undefined if the person is signed in. */
export function signIn(
  store: Store,
  session: LinkSession,
  form: URLSearchParams,
): SignInRefusal | undefined {
  const { vendor, vendorType } = session.journey;
  const username = (form.get('username') ?? '').trim();
  const password = form.get('password') ?? '';
  session.journey.triedUsername = username.slice(0, 200);
  if (username === '') return 'username';
  if (password === '') return 'password';
  const asset =
    vendor && vendorType && store.virtualAssets.signIn(vendor, vendorType, username, password);
  if (!asset) return 'credentials';
  answer(session, 'sign-in', { signedIn: asset });
  return undefined;
}
