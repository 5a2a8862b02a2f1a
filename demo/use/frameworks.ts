/**
 * The element as a snippet to copy for each framework, in that framework's syntax for attributes and
 * events.
 */
import type { Use } from './settings.js';

interface Framework {
  readonly id: string;
  readonly name: string;
  readonly code: (use: Use) => string;
}

const TAG = 'enode-link-button';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const written = ([name, value]: Use['attributes'][number]): string =>
  value === '' ? name : `${name}="${escape(value)}"`;
const lines = (entries: readonly string[], indent: string): string =>
  entries.map((entry) => `\n${indent}  ${entry}`).join('');

/** As character references, which every framework reads as the plain character. */
const content = (label: string): string =>
  label.replaceAll(/[&<>{}@]/g, (one) => `&#${String(one.codePointAt(0))};`);

/** The tag with its attributes and label, plus an entry for the listener. */
const tag = ({ attributes, label }: Use, indent: string, listener?: string): string =>
  `${indent}<${TAG}${lines([...attributes.map(written), ...(listener ? [listener] : [])], indent)}\n${indent}>${content(label)}</${TAG}>`;

export const frameworks: readonly Framework[] = [
  {
    id: 'html',
    name: 'HTML',
    code: (use) => `<script type="module">
  import 'enode-link-button';

  document.querySelector('${TAG}').addEventListener('enode-link-success', ({ detail }) => {
    console.log(detail.linkedVendors);
  });
</script>

${tag(use, '')}`,
  },
  {
    id: 'react',
    name: 'React 19',
    code: (use) => `import 'enode-link-button';

export function LinkDevice() {
  return (
${tag(use, '    ', 'onenode-link-success={({ detail }) => console.log(detail.linkedVendors)}')}
  );
}`,
  },
  {
    id: 'vue',
    name: 'Vue',
    code: (use) => `<script setup>
import 'enode-link-button';

const onSuccess = ({ detail }) => console.log(detail.linkedVendors);
</script>

<template>
${tag(use, '  ', '@enode-link-success="onSuccess"')}
</template>`,
  },
  {
    id: 'svelte',
    name: 'Svelte',
    code: (use) => `<script>
  import 'enode-link-button';

  const onSuccess = ({ detail }) => console.log(detail.linkedVendors);
</script>

${tag(use, '', 'onenode-link-success={onSuccess}')}`,
  },
  {
    id: 'angular',
    name: 'Angular',
    code: (use) => `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'enode-link-button';
import type { LinkSuccessEvent } from 'enode-link-button';

@Component({
  selector: 'app-link-device',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${tag(use, '    ', '(enode-link-success)="onSuccess($event)"').replaceAll(/[`\\$]/g, (one) => (one === '$' ? '$' : `\\${one}`))}
  \`,
})
export class LinkDevice {
  onSuccess({ detail }: LinkSuccessEvent) {
    console.log(detail.linkedVendors);
  }
}`,
  },
  {
    id: 'solid',
    name: 'Solid',
    code: (use) => `import 'enode-link-button';

export function LinkDevice() {
  return (
${tag(use, '    ', 'on:enode-link-success={({ detail }) => console.log(detail.linkedVendors)}')}
  );
}`,
  },
];
