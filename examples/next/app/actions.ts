'use server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { sessionFor } from '@/lib/session';

export async function signIn(form: FormData) {
  const session = sessionFor(form.get('user'));
  if (session) (await cookies()).set(...session);
  redirect('/');
}

export async function signOut() {
  (await cookies()).delete('session');
  redirect('/');
}
