/** Checked by `npm run typecheck` alone: what the types for React accept, and what they refuse. */
import { createRef } from 'react';
import type { LinkedDevice, LinkErrorCode, LinkOutcome } from '../../src/element.js';
import { EnodeLinkButton, type EnodeLinkButtonElement } from '../../src/react.js';

declare const device: LinkedDevice;
const ref = createRef<EnodeLinkButtonElement>();
export const outcome: Promise<LinkOutcome> | undefined = ref.current?.open();

export const right = (
  <>
    <EnodeLinkButton
      ref={ref}
      id="link"
      className="wide"
      sessionUrl="/session"
      userUrl={undefined}
      mode="popup"
      scopes={['vehicle:read:data']}
      timeout={5000}
      disabled
      devicesUrl="/devices"
      getDevices={async ({ signal }) => ({ devices: signal.aborted ? [] : [device] })}
      headers={() => ({ authorization: 'Bearer …' })}
      messages={{ restart: 'Once more' }}
      getSession={async (request, { signal }) => {
        signal.throwIfAborted();
        return { linkUrl: request.redirectUri, linkToken: '' };
      }}
      onClick={(event) => event.currentTarget.cancel()}
      onLinkStart={(event) => event.preventDefault()}
      onLinkOpen={({ detail }): 'popup' | 'iframe' | 'redirect' => detail.mode}
      onLinkSuccess={({ detail }): boolean => detail.verified}
      onLinkCancel={async ({ detail }): Promise<string> => detail.reason}
      onLinkError={({ detail }): LinkErrorCode => detail.error.code}
      onLinkDevices={({ detail }): string[] => detail.added.map(({ name }) => name)}
      onLinkStateChange={({ detail }): string => detail.previous}
    >
      Link
    </EnodeLinkButton>
    <enode-link-button
      ref={ref}
      session-url="/session"
      scopes={['vehicle:read:data']}
      onenode-link-success={({ detail }) => detail.added.length}
    />
    <enode-link-button
      sessionUrl="/session"
      getUser={async () => ({ id: '', linkedVendors: [] })}
    />
  </>
);

export const wrong = [
  // @ts-expect-error -- no such mode
  <EnodeLinkButton key="1" mode="window" />,
  // @ts-expect-error -- a number
  <EnodeLinkButton key="2" timeout="5 s" />,
  // @ts-expect-error -- no such property
  <EnodeLinkButton key="3" sessionUri="/session" />,
  // @ts-expect-error -- read-only
  <EnodeLinkButton key="4" state="idle" />,
  // @ts-expect-error -- a cancel tells no vendors
  <EnodeLinkButton key="5" onLinkCancel={({ detail }) => detail.added} />,
  // @ts-expect-error -- the wrong event
  <EnodeLinkButton key="6" onLinkError={(event: CustomEvent<string>) => event} />,
  // @ts-expect-error -- no such mode
  <enode-link-button key="7" mode="window" />,
  // @ts-expect-error -- a success has no reason
  <enode-link-button key="8" onenode-link-success={({ detail }) => detail.reason} />,
  // @ts-expect-error -- an attribute that there is not
  <enode-link-button key="9" session-url={5} />,
];
