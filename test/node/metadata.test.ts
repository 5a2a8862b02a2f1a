/**
 * What editors and tools read of the element against the element itself, so that it holds for what
 * is added later: every name is there, with a description and a type, and docs/reference.md says the same.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createApiDocument, generated } from '../../scripts/api-document.js';
import { createManifest, createMetadata, elementOf } from '../../scripts/manifest.js';
import * as exported from '../../src/element.js';

const { EnodeLinkButton } = exported;
const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const manifest = createManifest();
const declarations = manifest.modules.flatMap((module) => module.declarations);
const element = elementOf(manifest);
assert.equal(element.tagName, 'enode-link-button');

const namesOf = (list: readonly { readonly name: string }[]): string[] =>
  list.map(({ name }) => name).sort();
const attributeOf = (name: string): string | undefined => {
  const { attribute } = EnodeLinkButton.properties[name] ?? {};
  if (attribute === false) return undefined;
  return typeof attribute === 'string' ? attribute : name;
};
const properties = Object.keys(EnodeLinkButton.properties);
/** What the source says at each of these tags. */
const tagged = (tag: string): string[] =>
  [...read('src/button/enode-link-button.ts').matchAll(new RegExp(`^ \\* @${tag} (.+)$`, 'gm'))]
    .map(([, text = '']) => /^(?:\{.+?\} )?\[?([\w-]+)/.exec(text)?.[1] ?? '')
    .map((name) => (name === '-' ? '' : name))
    .sort();
const own = Object.entries(Object.getOwnPropertyDescriptors(EnodeLinkButton.prototype));
const LIFECYCLE =
  /^(?:constructor|render|.+Callback|updated|willUpdate|firstUpdated|createRenderRoot)$/;

describe('the manifest of custom elements', () => {
  it('has every attribute of the element, each with the property that it sets', () => {
    const expected = properties.flatMap((name) => {
      const attribute = attributeOf(name);
      return attribute === undefined ? [] : [[attribute, name]];
    });
    assert.ok(expected.length > 15);
    const listed = element.attributes.map(({ name, fieldName }) => [name, fieldName]);
    assert.deepEqual(listed.sort(), expected.sort());
  });

  it('has every property, and what is read-only as such', () => {
    const fields = element.members.filter(({ kind }) => kind === 'field');
    const readOnly = own.filter(
      ([name, found]) => found.get && !found.set && !properties.includes(name),
    );
    assert.deepEqual(namesOf(fields), [...properties, ...readOnly.map(([name]) => name)].sort());
    assert.deepEqual(
      namesOf(fields.filter((field) => field.readonly)),
      readOnly.map(([name]) => name).sort(),
    );
  });

  it('has every public method with what it returns', () => {
    const expected = own.flatMap(([name, { value }]) =>
      typeof value === 'function' && !LIFECYCLE.test(name) ? [name] : [],
    );
    const methods = element.members.filter(({ kind }) => kind === 'method');
    assert.deepEqual(namesOf(methods), expected.sort());
    for (const { name, return: returned } of methods) assert.ok(returned?.type.text, name);
  });

  it('has every event with its class', () => {
    const classes = Object.entries(exported).flatMap(([name, value]) =>
      name.endsWith('Event') ? [[name, value as new (detail: unknown) => Event] as const] : [],
    );
    const expected = classes.map(([name, Class]) => [new Class({}).type, name]);
    assert.equal(expected.length, 7);
    const listed = element.events.map(({ name, type }) => [name, type?.text]);
    assert.deepEqual(listed.sort(), expected.sort());
    for (const [, name] of expected) assert.ok(declarations.some((one) => one.name === name));
  });

  it('has every slot, part, custom property and state of the source', () => {
    const lists = {
      slot: element.slots,
      csspart: element.cssParts,
      cssprop: element.cssProperties,
      cssState: element.cssStates,
    };
    for (const [tag, list] of Object.entries(lists)) {
      assert.ok(list.length > 0, tag);
      assert.deepEqual(namesOf(list), tagged(tag), tag);
    }
    const styles = read('src/button/enode-link-button.styles.ts');
    const used = [...styles.matchAll(/var\((--enode-link-[\w-]+)/g)].map(([, name = '']) => name);
    assert.deepEqual(namesOf(element.cssProperties), [...new Set(used)].sort());
    const template = read('src/button/enode-link-button.ts') + read('src/adapters/iframe.ts');
    const parts = [...template.matchAll(/part(?:="|\.add\('|', ')([\w-]+)/g)].map(
      ([, name]) => name,
    );
    for (const name of parts)
      assert.ok(
        element.cssParts.some((part) => part.name === name),
        name,
      );
  });

  it('describes all of it, and types what has a type', () => {
    const { attributes, members, events, slots, cssParts, cssProperties, cssStates } = element;
    for (const list of [attributes, members, events, slots, cssParts, cssProperties, cssStates]) {
      for (const { name, description } of list)
        assert.ok(description, `${name} has no description`);
    }
    const typed = [...attributes, ...members.filter(({ kind }) => kind === 'field'), ...events];
    for (const { name, type } of typed) assert.ok(type?.text, `${name} has no type`);
  });

  it('says nothing of what is private', () => {
    const text = JSON.stringify(manifest);
    for (const told of ['"name":"#', 'shadowRootOptions', '"src/']) {
      assert.ok(!text.includes(told), told);
    }
  });
});

describe('the data for editors', () => {
  const metadata = createMetadata();

  it('offers VS Code every attribute, and the values of those that have some', () => {
    const { tags } = metadata['vscode.html-custom-data.json'] as {
      tags: { name: string; attributes: { name: string; values?: { name: string }[] }[] }[];
    };
    const [tag] = tags;
    assert.equal(tag?.name, 'enode-link-button');
    assert.deepEqual(namesOf(tag.attributes), namesOf(element.attributes));
    const mode = tag.attributes.find(({ name }) => name === 'mode');
    assert.deepEqual(namesOf(mode?.values ?? []), ['auto', 'iframe', 'popup', 'redirect']);
    const css = metadata['vscode.css-custom-data.json'] as { properties: { name: string }[] };
    for (const { name } of element.cssProperties) {
      assert.ok(
        css.properties.some((property) => property.name === name),
        name,
      );
    }
  });

  it('offers JetBrains every attribute, property and event', () => {
    const { name, version, contributions } = metadata['web-types.json'] as {
      name: string;
      version: string;
      contributions: { html: { elements: Record<string, { name: string }[]>[] } };
    };
    const packageJson = JSON.parse(read('package.json')) as { name: string; version: string };
    assert.deepEqual([name, version], [packageJson.name, packageJson.version]);
    const [tag] = contributions.html.elements;
    assert.deepEqual(namesOf(tag?.attributes ?? []), namesOf(element.attributes));
    const text = JSON.stringify(contributions);
    for (const one of [...element.events, ...element.cssProperties]) {
      assert.ok(text.includes(`"${one.name}"`), one.name);
    }
  });
});

for (const path of generated) {
  describe(path, () => {
    it('has the tables that the source makes: npm run docs:api', async () => {
      assert.equal(read(path), await createApiDocument(path));
    });
  });
}
