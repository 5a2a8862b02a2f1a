import { useCallback, useEffect, useState } from 'react';
import type { Connection } from '../server/devices';
import { Settings } from './settings';

interface Account {
  user: string;
  connections: Connection[];
}

export function App() {
  const [account, setAccount] = useState<Account | 'loading' | 'signed-out' | 'failed'>('loading');

  const load = useCallback(async () => {
    const answer = await fetch('/api/account').catch(() => Response.error());
    setAccount(answer.ok ? await answer.json() : answer.status === 401 ? 'signed-out' : 'failed');
  }, []);

  useEffect(() => {
    void load();
    // A webhook may have told the server something while the user was elsewhere.
    addEventListener('focus', load);
    return () => removeEventListener('focus', load);
  }, [load]);

  if (account === 'loading') return <main>Loading…</main>;
  if (account === 'failed') {
    return (
      <main role="alert">
        Your devices could not be loaded. <button onClick={load}>Try again</button>
      </main>
    );
  }
  if (account === 'signed-out') return <SignIn />;
  return (
    <main>
      <header>
        <h1>Sunrise</h1>
        <form method="post" action="/api/sign-out">
          {account.user} <button>Sign out</button>
        </form>
      </header>
      <Settings connections={account.connections} reload={load} />
    </main>
  );
}

function SignIn() {
  return (
    <main>
      <h1>Sunrise</h1>
      <form className="card" method="post" action="/api/sign-in">
        <label htmlFor="user">User</label>
        <select id="user" name="user">
          <option value="anna">Anna</option>
          <option value="ben">Ben</option>
        </select>
        <button>Sign in</button>
      </form>
    </main>
  );
}
