/** Checked by `npm run typecheck` alone: what the types for Vue accept, and what they refuse. */
import type { GlobalComponents } from 'vue';
import '../../src/frameworks/vue.js';

type Tag = InstanceType<GlobalComponents['enode-link-button']>['$props'];

export const right: Tag = {
  key: 'link',
  class: 'wide',
  'session-url': '/session',
  userUrl: '/user',
  mode: 'iframe',
  scopes: ['vehicle:read:data'],
  onEnodeLinkSuccess: ({ detail }): boolean => detail.verified,
  onEnodeLinkStatechange: ({ detail }) => detail.state,
};

export const wrong: Tag[] = [
  // @ts-expect-error -- no such mode
  { mode: 'window' },
  // @ts-expect-error -- a number
  { timeout: '5 s' },
  // @ts-expect-error -- a success has no reason
  { onEnodeLinkSuccess: ({ detail }) => detail.reason },
];
