/** @jsxImportSource preact */
/** Checked by `npm run typecheck` alone: what the types for Preact accept, and what they refuse. */
import '../../src/frameworks/preact.js';

export const right = (
  <enode-link-button
    class="wide"
    session-url="/session"
    userUrl="/user"
    mode="iframe"
    scopes={['vehicle:read:data']}
    onenode-link-success={({ detail }): boolean => detail.verified}
    onenode-link-statechange={({ detail }) => detail.state}
  />
);

export const wrong = [
  // @ts-expect-error -- no such mode
  <enode-link-button mode="window" />,
  // @ts-expect-error -- a number
  <enode-link-button timeout="5 s" />,
  // @ts-expect-error -- a success has no reason
  <enode-link-button onenode-link-success={({ detail }) => detail.reason} />,
];
