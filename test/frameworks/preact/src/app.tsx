import type { EnodeLinkButton } from 'enode-link-button';
import 'enode-link-button';
import 'enode-link-button/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hear } from './heard';

const scopes = ['vehicle:read:data', 'charger:read:data'];
const messages = { link: 'Link a car' };
const headers = () => ({ 'x-app': 'preact' });

export function App() {
  const link = useRef<EnodeLinkButton>(null);
  const [isThere, setThere] = useState(true);
  const [vendor, setVendor] = useState<string | undefined>('TESLA');
  useEffect(() => {
    // Preact sets no objects on what a server rendered.
    if (link.current) link.current.messages = messages;
    hear('hydrated');
  }, []);
  const open = async () => hear('outcome', await link.current?.open());
  return (
    <>
      {isThere && (
        <enode-link-button
          ref={link}
          id="link"
          class="wide"
          sessionUrl="/session"
          userUrl="/user"
          callbackUrl="/callback"
          vendor={vendor}
          scopes={scopes}
          headers={headers}
          onenode-link-start={({ detail }) => hear('start', detail.request.vendor)}
          onenode-link-open={({ detail }) => hear('open', detail.mode)}
          onenode-link-success={({ detail }) => hear('success', detail.added, detail.verified)}
          onenode-link-cancel={({ detail }) => hear('cancel', detail.reason)}
          onenode-link-error={({ detail }) => hear('error', detail.error.code)}
          onenode-link-statechange={({ detail }) => hear('state', detail.state)}
        />
      )}
      <button id="open" onClick={open}>
        Open
      </button>
      <button id="any" onClick={() => setVendor(undefined)}>
        Any vendor
      </button>
      <button id="remove" onClick={() => setThere(false)}>
        Remove
      </button>
    </>
  );
}
