import { EnodeLinkButton, type EnodeLinkButtonElement } from 'enode-link-button/react';
import { useEffect, useRef, useState } from 'react';
import { hear } from './heard.js';

const scopes = ['vehicle:read:data', 'charger:read:data'];
const messages = { link: 'Link a car' };
const headers = () => ({ 'x-app': 'react' });

export function App() {
  const link = useRef<EnodeLinkButtonElement>(null);
  const [isThere, setThere] = useState(true);
  const [vendor, setVendor] = useState<string | undefined>('TESLA');
  useEffect(() => hear('hydrated'), []);
  const open = async () => hear('outcome', await link.current?.open());
  return (
    <>
      {isThere && (
        <EnodeLinkButton
          ref={link}
          id="link"
          className="wide"
          sessionUrl="/session"
          userUrl="/user"
          callbackUrl="/callback"
          vendor={vendor}
          scopes={scopes}
          headers={headers}
          messages={messages}
          onLinkStart={({ detail }) => hear('start', detail.request.vendor)}
          onLinkOpen={({ detail }) => hear('open', detail.mode)}
          onLinkSuccess={({ detail }) => hear('success', detail.added, detail.verified)}
          onLinkCancel={({ detail }) => hear('cancel', detail.reason)}
          onLinkError={({ detail }) => hear('error', detail.error.code)}
          onLinkStateChange={({ detail }) => hear('state', detail.state)}
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
