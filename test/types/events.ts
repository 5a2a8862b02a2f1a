/** Checked by `npm run typecheck` alone: what a host may do with what events and the element give it. */
import type {
  EnodeLinkButton,
  LinkedDevice,
  LinkedVendor,
  LinkOutcome,
} from '../../src/element.js';
import { EnodeLinkButton as ReactButton } from '../../src/react.js';

/** As `useState` of React gives it: a list that is the host's own to change. */
declare function setVendors(vendors: LinkedVendor[]): void;
declare function setDevices(devices: LinkedDevice[]): void;
declare function setScopes(scopes: string[] | undefined): void;

export function listen(element: EnodeLinkButton): void {
  element.addEventListener('enode-link-success', ({ detail }) => {
    setVendors(detail.added);
    setVendors(detail.repaired);
    setVendors(detail.linkedVendors ?? []);
    detail.added.push({ vendor: 'TESLA', isValid: true });
  });
  element.addEventListener('enode-link-start', (event) => {
    setScopes(event.detail.request.scopes);
    // @ts-expect-error -- it cannot be set
    event.detail = { mode: 'popup', request: event.detail.request };
  });
  element.addEventListener('enode-link-devices', ({ detail }) => {
    setDevices(detail.devices);
    setDevices(detail.added);
  });
  setDevices(element.devices ?? []);
  // @ts-expect-error -- it is read from the devices endpoint
  element.devices = [];
  setVendors(element.linkedVendors ?? []);
  // @ts-expect-error -- it is read from the user endpoint
  element.linkedVendors = [];
}

export async function open(element: EnodeLinkButton): Promise<void> {
  const outcome: LinkOutcome = await element.open();
  if (outcome.status === 'linked') setVendors(outcome.added);
}

export const handler = {
  component: ReactButton,
  onLinkSuccess: ({ detail }: HTMLElementEventMap['enode-link-success']): void => {
    setVendors(detail.added);
  },
};
