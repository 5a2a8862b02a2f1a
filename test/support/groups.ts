/**
 * Which test files of `node:test` share a process: each new process would load the same modules again.
 * Files of tests in browsers also share the browsers there. Every file also runs by itself:
 *
 *   node --import tsx --test test/node/verdict.test.ts
 *
 * A file that no group names gets a process of its own.
 */
export interface Group {
  readonly name: string;
  readonly files: readonly string[];
  /** One browser of each kind is started for all files of the group. */
  readonly sharesBrowsers?: boolean;
}

export type NodeLayer = 'node' | 'e2e';

export const groups: Readonly<Record<NodeLayer, readonly Group[]>> = {
  node: [
    {
      name: 'project',
      files: [
        'apps-document.test.ts',
        'compact.test.ts',
        'documents.test.ts',
        'engines.test.ts',
        'frameworks-document.test.ts',
        'host-recipes.test.ts',
        'metadata.test.ts',
        'openapi.test.ts',
        'own-endpoints-document.test.ts',
        'own-endpoints-tables.test.ts',
        'release-workflow.test.ts',
        'reliability.test.ts',
        'test-plan.test.ts',
        'test-suites-document.test.ts',
        'translation-keys.test.ts',
        'workflows.test.ts',
      ],
    },
    {
      name: 'server',
      files: [
        'server-access.test.ts',
        'server-bounds.test.ts',
        'server-devices.test.ts',
        'server-environment.test.ts',
        'server-emulator.test.ts',
        'server-failures.test.ts',
        'server-hono.test.ts',
        'server-node.test.ts',
        'server-page.test.ts',
        'server-redirect-uri.test.ts',
        'server-session.test.ts',
        'server-vendors.test.ts',
        'server-webhook.test.ts',
      ],
    },
    {
      name: 'check',
      files: [
        'check-begin.test.ts',
        'check-command.test.ts',
        'check-document.test.ts',
        'check-report.test.ts',
        'check-unforeseen.test.ts',
      ],
    },
    // Each of its tests is a whole check, so it does not share a process with others.
    { name: 'check-rules', files: ['check-rules.test.ts'] },
    {
      name: 'widget',
      files: [
        'attempt.test.ts',
        'attempt-devices.test.ts',
        'settings.test.ts',
        'errors.test.ts',
        'facts.test.ts',
        'link-url.test.ts',
        'localization.test.ts',
        'state.test.ts',
        'messages.test.ts',
        'own-keys.test.ts',
        'popup-features.test.ts',
        'return-message.test.ts',
        'return-texts.test.ts',
        'verdict.test.ts',
        'presentation.test.ts',
        'vendor-names.test.ts',
      ],
    },
  ],
  // The groups that play all engines take longest: their names come first, and Node sorts by name.
  e2e: [
    {
      name: 'all-obstacles',
      files: [
        'embedding.e2e.ts',
        'surroundings.e2e.ts',
        'network.e2e.ts',
        'threats.e2e.ts',
        'drivers.e2e.ts',
      ],
      sharesBrowsers: true,
    },
    {
      name: 'all-outcomes',
      files: ['popup.e2e.ts', 'soak.e2e.ts'],
      sharesBrowsers: true,
    },
    {
      name: 'all-returns',
      files: ['ending.e2e.ts', 'opening.e2e.ts', 'returns.e2e.ts'],
      sharesBrowsers: true,
    },
    {
      name: 'all-surroundings',
      files: [
        'modes.e2e.ts',
        'host-page.e2e.ts',
        'doctor.e2e.ts',
        'mistakes.e2e.ts',
        'extended-prototypes.e2e.ts',
      ],
      sharesBrowsers: true,
    },
    {
      name: 'documents',
      files: ['testing.e2e.ts', 'emulator.e2e.ts', 'readme.e2e.ts', 'web-view.e2e.ts'],
    },
    {
      name: 'pages',
      files: ['demo-site.e2e.ts', 'accessibility.e2e.ts', 'playground.e2e.ts', 'guides.e2e.ts'],
    },
  ],
};
