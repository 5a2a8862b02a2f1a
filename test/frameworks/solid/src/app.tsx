import type { EnodeLinkButton } from 'enode-link-button';
import 'enode-link-button';
import 'enode-link-button/solid';
import { createSignal, onMount, Show } from 'solid-js';
import { hear } from './heard';

const scopes = ['vehicle:read:data', 'charger:read:data'];
const messages = { link: 'Link a car' };
const headers = () => ({ 'x-app': 'solid' });

export function App() {
  let link!: EnodeLinkButton;
  const [isThere, setThere] = createSignal(true);
  const [vendor, setVendor] = createSignal<string>();
  setVendor('TESLA');
  onMount(() => hear('hydrated'));
  const open = async () => hear('outcome', await link.open());
  return (
    <>
      <Show when={isThere()}>
        <enode-link-button
          ref={link}
          id="link"
          class="wide"
          attr:session-url="/session"
          attr:user-url="/user"
          attr:callback-url="/callback"
          attr:vendor={vendor()}
          prop:scopes={scopes}
          prop:headers={headers}
          prop:messages={messages}
          on:enode-link-start={({ detail }) => hear('start', detail.request.vendor)}
          on:enode-link-open={({ detail }) => hear('open', detail.mode)}
          on:enode-link-success={({ detail }) => hear('success', detail.added, detail.verified)}
          on:enode-link-cancel={({ detail }) => hear('cancel', detail.reason)}
          on:enode-link-error={({ detail }) => hear('error', detail.error.code)}
          on:enode-link-statechange={({ detail }) => hear('state', detail.state)}
        />
      </Show>
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
