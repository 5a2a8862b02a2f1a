/** @jsxImportSource solid-js */
/** Checked by `npm run typecheck` alone: what the types for Solid accept, and what they refuse. */
import '../../src/frameworks/solid.js';

export const right = (
  <enode-link-button
    class="wide"
    attr:session-url="/session"
    attr:vendor={undefined}
    prop:userUrl="/user"
    mode="iframe"
    scopes={['vehicle:read:data']}
    on:enode-link-success={({ detail }): boolean => detail.verified}
    on:enode-link-statechange={({ detail }) => detail.state}
  />
);

export const wrong = [
  // @ts-expect-error -- no such mode
  <enode-link-button mode="window" />,
  // @ts-expect-error -- a number
  <enode-link-button prop:timeout="5 s" />,
  // @ts-expect-error -- a success has no reason
  <enode-link-button on:enode-link-success={({ detail }) => detail.reason} />,
];
