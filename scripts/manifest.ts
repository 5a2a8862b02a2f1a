/**
 * Reads the source of the element and makes what editors and documents need: the manifest of custom
 * elements, and from it the data for VS Code and JetBrains. Returns objects and writes no file.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from '@custom-elements-manifest/analyzer';
import {
  create,
  ts,
  type AnalyzedClass,
  type Attribute,
  type Member,
  type Named,
} from '@custom-elements-manifest/analyzer/index.js';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import {
  getVsCodeCssCustomData,
  getVsCodeHtmlCustomData,
} from 'custom-element-vs-code-integration';
import { defaults, properties } from '../src/button/settings.js';

interface EventDeclaration extends Named {
  readonly kind: string;
  readonly tagName?: undefined;
  readonly superclass: { readonly name: string };
  readonly members: Member[];
}

export interface ElementDeclaration extends Named {
  readonly kind: string;
  readonly tagName: string;
  readonly attributes: readonly Attribute[];
  readonly members: Member[];
  readonly events: readonly Named[];
  readonly slots: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: Named[];
  readonly cssStates: readonly Named[];
}

export interface Manifest {
  readonly schemaVersion: string;
  readonly readme: string;
  readonly modules: {
    readonly kind: string;
    readonly path: string;
    readonly declarations: (ElementDeclaration | EventDeclaration)[];
    readonly exports: readonly object[];
  }[];
}

const ELEMENT = 'src/button/enode-link-button.ts';
const EVENTS = 'src/button/events.ts';
const TAG = 'enode-link-button';

/** Returns the content of each file by its path below `dist`. */
export function createMetadata(): Record<string, unknown> {
  const manifest = createManifest();
  const options = { hideLogs: true };
  return {
    'custom-elements.json': manifest,
    'vscode.html-custom-data.json': JSON.parse(getVsCodeHtmlCustomData(manifest, options)),
    'vscode.css-custom-data.json': JSON.parse(getVsCodeCssCustomData(manifest, options)),
    'web-types.json': JSON.parse(getWebTypesData(manifest, options)),
  };
}

export function createManifest(): Manifest {
  const modules = [ELEMENT, EVENTS].map((file) =>
    ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true),
  );
  const { modules: found, schemaVersion } = create({
    modules,
    plugins: [...litPlugin(), returnTypes()],
    context: { dev: false },
  });
  const declarations = found.flatMap((module) => module.declarations);
  const element = declarations.find(isElement);
  if (!element) throw new Error(`${ELEMENT} does not document <${TAG}>`);
  const events = declarations.filter(({ name }) => /^Link.+Event$/.test(name)).map(describeEvent);
  return {
    schemaVersion,
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: 'dist/element.js',
        declarations: [describeElement(element), ...events],
        exports: [element, ...events].map(({ name }) => ({
          kind: 'js',
          name,
          declaration: { name, module: 'dist/element.js' },
        })),
      },
      {
        kind: 'javascript-module',
        path: 'dist/index.js',
        declarations: [],
        exports: [
          {
            kind: 'custom-element-definition',
            name: TAG,
            declaration: { name: element.name, module: 'dist/element.js' },
          },
        ],
      },
    ],
  };
}

/** Finds the element in its manifest. */
export function elementOf({ modules }: Manifest): ElementDeclaration {
  const declarations = modules.flatMap((module) => module.declarations);
  const element = declarations.find((one) => one.tagName !== undefined);
  if (!element) throw new Error('The manifest has no element.');
  return element;
}

function isElement(one: AnalyzedClass): one is ElementDeclaration {
  return one.tagName === TAG;
}

/** Without the base class that all events have in common: it is not public. */
function describeEvent({ members = [], ...event }: AnalyzedClass): EventDeclaration {
  return {
    ...event,
    tagName: undefined,
    superclass: { name: 'Event' },
    members: members
      .filter(({ name }) => !name.startsWith('#'))
      .map((member) => ({ ...member, inheritedFrom: undefined })),
  };
}

/**
 * Without members that are private, that come from Lit, or that only the browser calls. The attributes
 * and defaults come from settings.ts, and everything else about an attribute from the field that it sets.
 */
function describeElement(element: ElementDeclaration): ElementDeclaration {
  const initial: Readonly<Record<string, unknown>> = defaults();
  const members = element.members.filter(isPublic).map((member) => {
    const declared = properties[member.name];
    if (!declared) return member;
    const { kind, name, ...rest } = member;
    const { attribute, reflect } = declared;
    const hasNone = typeof attribute !== 'string';
    return {
      ...{ kind, name, privacy: 'public', ...rest },
      ...(!hasNone && { attribute, default: inSource(initial[name]) }),
      ...(reflect && { reflects: true }),
    };
  });
  const attributes = members.flatMap(
    ({ name: fieldName, attribute: name, type, description = '' }) => {
      if (name === undefined) return [];
      const value = initial[fieldName];
      return {
        // The value of an attribute is text, so a list is one text.
        type: { text: Array.isArray(value) ? 'string' : (type?.text ?? '') },
        description,
        name,
        // Text is empty by default, a list too, and a flag is not set.
        ...(Boolean(value) &&
          !Array.isArray(value) && { default: inSource(value).replaceAll("'", '') }),
        fieldName,
      };
    },
  );
  return { ...element, members, attributes };
}

/** A default as it would be written in a program. */
function inSource(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? '[]' : String(value);
}

function isPublic({ name, privacy, static: isStatic }: Member): boolean {
  return !name.startsWith('#') && name !== 'adoptedCallback' && privacy !== 'private' && !isStatic;
}

/** Restores the type of a method whose documentation describes what it returns: the analyzer drops it. */
function returnTypes(): Plugin {
  return {
    name: 'return-types',
    analyzePhase({ ts: compiler, node, moduleDoc }) {
      if (!compiler.isMethodDeclaration(node) || !node.type) return;
      if (!compiler.isClassLike(node.parent)) return;
      const owner = node.parent.name?.getText();
      const declared = moduleDoc.declarations?.find(({ name }) => name === owner);
      const members = declared && 'members' in declared ? (declared.members ?? []) : [];
      const method = members.find(({ name }) => name === node.name.getText());
      if (method?.kind !== 'method') return;
      method.return = { ...method.return, type: { text: node.type.getText() } };
    },
  };
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}
