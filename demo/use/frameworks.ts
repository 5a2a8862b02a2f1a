/**
 * The element in each framework, as a text to copy. Knows how each spells attributes and events;
 * not what they mean.
 */
import type { Attributes } from './settings.js';

interface Framework {
  readonly id: string;
  readonly name: string;
  readonly code: (attributes: Attributes) => string;
}

const TAG = 'enode-link-button';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const written = ([name, value]: Attributes[number]): string =>
  value === '' ? name : `${name}="${escape(value)}"`;
const lines = (entries: readonly string[], indent: string): string =>
  entries.map((entry) => `\n${indent}  ${entry}`).join('');

/** The tag with its attributes, and one more entry for the listener. */
const tag = (attributes: Attributes, indent: string, listener?: string): string =>
  `${indent}<${TAG}${lines([...attributes.map(written), ...(listener ? [listener] : [])], indent)}\n${indent}></${TAG}>`;

export const frameworks: readonly Framework[] = [
  {
    id: 'html',
    name: 'HTML',
    code: (attributes) => `<script type="module">
  import 'enode-link-button';

  document.querySelector('${TAG}').addEventListener('enode-link-success', ({ detail }) => {
    console.log(detail.linkedVendors);
  });
</script>

${tag(attributes, '')}`,
  },
  {
    id: 'react',
    name: 'React 19',
    code: (attributes) => `import 'enode-link-button';

export function LinkDevice() {
  return (
${tag(attributes, '    ', 'onenode-link-success={({ detail }) => console.log(detail.linkedVendors)}')}
  );
}`,
  },
  {
    id: 'vue',
    name: 'Vue',
    code: (attributes) => `<script setup>
import 'enode-link-button';

const onSuccess = ({ detail }) => console.log(detail.linkedVendors);
</script>

<template>
${tag(attributes, '  ', '@enode-link-success="onSuccess"')}
</template>`,
  },
  {
    id: 'svelte',
    name: 'Svelte',
    code: (attributes) => `<script>
  import 'enode-link-button';

  const onSuccess = ({ detail }) => console.log(detail.linkedVendors);
</script>

${tag(attributes, '', 'onenode-link-success={onSuccess}')}`,
  },
  {
    id: 'angular',
    name: 'Angular',
    code: (attributes) => `import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import 'enode-link-button';
import type { LinkSuccessEvent } from 'enode-link-button';

@Component({
  selector: 'app-link-device',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${tag(attributes, '    ', '(enode-link-success)="onSuccess($event)"').replaceAll(/[`\\$]/g, (one) => (one === '$' ? '$' : `\\${one}`))}
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
    code: (attributes) => `import 'enode-link-button';

export function LinkDevice() {
  return (
${tag(attributes, '    ', 'on:enode-link-success={({ detail }) => console.log(detail.linkedVendors)}')}
  );
}`,
  },
];
