/**
 * The element as a snippet to copy for each framework, in that framework's syntax for attributes and
 * events, with a handler for each outcome. test/node/use-it.test.ts compiles them.
 */
import type { Use } from './settings.js';

export interface Framework {
  readonly id: string;
  readonly name: string;
  /** The file that the code goes into. */
  readonly file: string;
  /** What else the framework needs. */
  readonly note?: string;
  readonly code: (use: Use) => string;
}

type Setting = Use['attributes'][number];
type Write = (setting: Setting) => string;

const TAG = 'enode-link-button';
/** Whose properties are no texts. */
const NUMBERS = ['timeout'];
const LISTS = ['scopes', 'link-origins'];

const TYPES = `import type { LinkCancelEvent, LinkErrorEvent, LinkSuccessEvent } from 'enode-link-button';`;
/** The three outcomes: how each handler is named, typed, and what it does. */
const OUTCOMES = [
  ['success', 'onSuccess', 'LinkSuccessEvent', "console.log('connected', detail.added)"],
  ['cancel', 'onCancel', 'LinkCancelEvent', "console.log('cancelled', detail.reason)"],
  ['error', 'onError', 'LinkErrorEvent', "console.log('failed', detail.error.code)"],
] as const;

const functions = (indent: string): string =>
  OUTCOMES.map(
    ([, name, type, action]) => `${indent}const ${name} = ({ detail }: ${type}) => ${action};`,
  ).join('\n');
const handlers = (write: (event: string, name: string) => string): string[] =>
  OUTCOMES.map(([outcome, name]) => write(outcome, name));

/** Braces too, which begin an expression in Svelte and Angular. */
const escape = (text: string): string =>
  text.replaceAll(/[&"<{}]/g, (one) => `&#${String(one.codePointAt(0))};`);
const camel = (name: string): string =>
  name.replaceAll(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());

/** As HTML has it, which is text throughout. */
const asAttribute: Write = ([name, value]) => (value === '' ? name : `${name}="${escape(value)}"`);

/** As HTML has it, with an expression for what is no text. */
const withExpressions =
  (assign: (name: string, expression: string) => string, rename = (name: string) => name): Write =>
  ([name, value]) => {
    if (NUMBERS.includes(name)) return assign(rename(name), String(Number(value)));
    if (!LISTS.includes(name)) return asAttribute([rename(name), value]);
    // In single quotes, because Vue has the whole expression in double ones.
    const list = value.split(/[\s,]+/).map((one) => `'${one.replaceAll(/['"\\]/g, '')}'`);
    return assign(rename(name), `[${list.join(', ')}]`);
  };
const inBraces = (name: string, expression: string): string => `${name}={${expression}}`;
const asProperty = withExpressions(inBraces, camel);

/** As character references, which every framework reads as the plain character. */
const content = (label: string): string =>
  label.replaceAll(/[&<>{}@]/g, (one) => `&#${String(one.codePointAt(0))};`);

/** The tag with its settings, its handlers and its label, on lines of their own. */
function tag(
  { attributes, label }: Use,
  indent: string,
  write: Write,
  listeners: readonly string[] = [],
  name = TAG,
): string {
  const lines = [...attributes.map(write), ...listeners].map((line) => `\n${indent}  ${line}`);
  return `${indent}<${name}${lines.join('')}\n${indent}>${content(label)}</${name}>`;
}

/** A component of JSX, which React, Preact and Solid have in common. */
const component = (
  imports: string,
  use: Use,
  write: Write,
  listen: (outcome: string, name: string) => string,
  name?: string,
): string => `${imports}

export function ConnectDevice() {
${functions('  ')}

  return (
${tag(use, '    ', write, handlers(listen), name).replace(/><\/[\w-]+>$/, '/>')}
  );
}`;

export const frameworks: readonly Framework[] = [
  {
    id: 'html',
    name: 'HTML',
    file: 'index.html',
    code: (use) => `<script type="module">
  import 'enode-link-button';

${OUTCOMES.map(
  ([outcome, , , action]) =>
    `  document.addEventListener('enode-link-${outcome}', ({ detail }) => {\n    ${action};\n  });`,
).join('\n')}
</script>

${tag(use, '', asAttribute)}`,
  },
  {
    id: 'react',
    name: 'React',
    file: 'ConnectDevice.tsx',
    note: "In Next.js, begin the file with the line 'use client'.",
    code: (use) =>
      component(
        `${TYPES}\nimport { EnodeLinkButton } from 'enode-link-button/react';`,
        use,
        asProperty,
        (outcome, name) => inBraces(camel(`on-link-${outcome}`), name),
        'EnodeLinkButton',
      ),
  },
  {
    id: 'vue',
    name: 'Vue',
    file: 'ConnectDevice.vue',
    note: "In vite.config.ts: vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('enode-') } } })",
    code: (use) => `<script setup lang="ts">
import 'enode-link-button';
${TYPES}
import 'enode-link-button/vue';

${functions('')}
</script>

<template>
${tag(
  use,
  '  ',
  withExpressions((name, expression) => `:${name}="${expression}"`),
  handlers((outcome, name) => `@enode-link-${outcome}="${name}"`),
)}
</template>`,
  },
  {
    id: 'svelte',
    name: 'Svelte',
    file: 'ConnectDevice.svelte',
    code: (use) => `<script lang="ts">
  import 'enode-link-button';
  ${TYPES}
  import 'enode-link-button/svelte';

${functions('  ')}
</script>

${tag(
  use,
  '',
  withExpressions(inBraces),
  handlers((outcome, name) => inBraces(`onenode-link-${outcome}`, name)),
)}`,
  },
  {
    id: 'angular',
    name: 'Angular',
    file: 'connect-device.ts',
    code: (use) => `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'enode-link-button';
${TYPES}

@Component({
  selector: 'app-connect-device',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${tag(
  use,
  '    ',
  asAttribute,
  handlers((outcome, name) => `(enode-link-${outcome})="${name}($event)"`),
).replaceAll(/[`\\$]/g, (one) => (one === '$' ? '&#36;' : `\\${one}`))}
  \`,
})
export class ConnectDevice {
${OUTCOMES.map(
  ([, name, type, action]) => `  ${name}({ detail }: ${type}) {\n    ${action};\n  }`,
).join('\n\n')}
}`,
  },
  {
    id: 'solid',
    name: 'Solid',
    file: 'ConnectDevice.tsx',
    code: (use) =>
      component(
        `import 'enode-link-button';\n${TYPES}\nimport 'enode-link-button/solid';`,
        use,
        ([name, value]) =>
          NUMBERS.includes(name)
            ? inBraces(`attr:${name}`, String(Number(value)))
            : asAttribute([`attr:${name}`, value]),
        (outcome, name) => inBraces(`on:enode-link-${outcome}`, name),
      ),
  },
  {
    id: 'preact',
    name: 'Preact',
    file: 'ConnectDevice.tsx',
    code: (use) =>
      component(
        `import 'enode-link-button';\n${TYPES}\nimport 'enode-link-button/preact';`,
        use,
        asProperty,
        (outcome, name) => inBraces(`onenode-link-${outcome}`, name),
      ),
  },
];
