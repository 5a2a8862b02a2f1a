import { headers } from 'next/headers';
import { connection } from 'next/server';
import { Suspense } from 'react';
import { refreshUser } from '@/lib/devices';
import { userOf } from '@/lib/session';
import { signIn, signOut } from './actions';
import { Settings } from './settings';

export default function Page() {
  return (
    <main>
      <Suspense fallback="Loading…">
        <Account />
      </Suspense>
    </main>
  );
}

async function Account() {
  // What follows needs a request: the handler reads the time, which differs from render to render.
  await connection();
  const user = userOf((await headers()).get('cookie'));
  if (!user) return <SignIn />;
  return (
    <>
      <header>
        <h1>Sunrise</h1>
        <form action={signOut}>
          {user} <button>Sign out</button>
        </form>
      </header>
      <Settings connections={await refreshUser(user)} />
    </>
  );
}

function SignIn() {
  return (
    <>
      <h1>Sunrise</h1>
      <form className="card" action={signIn}>
        <label htmlFor="user">User</label>
        <select id="user" name="user">
          <option value="anna">Anna</option>
          <option value="ben">Ben</option>
        </select>
        <button>Sign in</button>
      </form>
    </>
  );
}
