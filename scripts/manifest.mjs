/**
 * What editors and generators of documents read of the element, out of its source: the manifest of
 * custom elements, and from that the data for VS Code and JetBrains. Returns objects; writes nothing.
 */
import { readFileSync } from 'node:fs';
import { create, ts } from '@custom-elements-manifest/analyzer/index.js';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import {
  getVsCodeCssCustomData,
  getVsCodeHtmlCustomData,
} from 'custom-element-vs-code-integration';

const ELEMENT = 'src/button/enode-link-button.ts';
const EVENTS = 'src/button/events.ts';
const CONFIGURATION = 'src/button/settings.ts';
const TAG = 'enode-link-button';

/** Path below `dist` → content. */
export function createMetadata() {
  const manifest = createManifest();
  const { name, version, description } = JSON.parse(read('package.json'));
  const options = { hideLogs: true, packageJson: { name, version, description } };
  return {
    'custom-elements.json': manifest,
    'vscode.html-custom-data.json': JSON.parse(getVsCodeHtmlCustomData(manifest, options)),
    'vscode.css-custom-data.json': JSON.parse(getVsCodeCssCustomData(manifest, options)),
    'web-types.json': JSON.parse(getWebTypesData(manifest, options)),
  };
}

export function createManifest() {
  const modules = [ELEMENT, EVENTS].map((file) =>
    ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true),
  );
  const { modules: found, schemaVersion } = create({
    modules,
    plugins: [...litPlugin(), returnTypes()],
    context: { dev: false },
  });
  const declarations = found.flatMap((module) => module.declarations);
  const element = declarations.find(({ tagName }) => tagName === TAG) ?? {};
  // Their common base is not public: to the outside they are events.
  const events = declarations
    .filter(({ name }) => /^Link.+Event$/.test(name))
    .map(({ members = [], ...event }) => ({
      ...event,
      superclass: { name: 'Event' },
      members: members
        .filter(({ name }) => !name.startsWith('#'))
        .map((member) => ({ ...member, inheritedFrom: undefined })),
    }));
  return {
    schemaVersion,
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: 'dist/element.js',
        declarations: [ofElement(element), ...events],
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

/** Without what is private, Lit's, or the browser's to call. Attributes have the types of their doc tags: they are text. */
function ofElement(element) {
  const types = new Map(
    [...read(ELEMENT).matchAll(/^ \* @attr \{(.+?)\} \[?([\w-]+)/gm)].map(([, type, name]) => [
      name,
      type.replaceAll('|', ' | '),
    ]),
  );
  // The constructor takes them from there all at once.
  const [, written] = /defaults = \(\) => \(\{\n(.*?)\n\}\);/s.exec(read(CONFIGURATION));
  const defaults = new Map(
    [...written.matchAll(/^ {2}(\w+): (.+),$/gm)].map(([, ...pair]) => pair),
  );
  const isPublic = ({ name, privacy, static: isStatic }) =>
    !name.startsWith('#') && name !== 'adoptedCallback' && privacy !== 'private' && !isStatic;
  return {
    ...element,
    members: element.members.filter(isPublic).map((member) => ({
      ...member,
      ...(defaults.has(member.name) && { default: defaults.get(member.name) }),
    })),
    attributes: element.attributes.map((attribute) => ({
      ...attribute,
      ...(types.has(attribute.name) && { type: { text: types.get(attribute.name) } }),
    })),
  };
}

/** The analyzer drops the type of a method whose documentation says what it returns. */
function returnTypes() {
  return {
    name: 'return-types',
    analyzePhase({ ts: compiler, node, moduleDoc }) {
      if (!compiler.isMethodDeclaration(node) || !node.type) return;
      const { name: owner } = node.parent;
      const declared = moduleDoc.declarations?.find(({ name }) => name === owner?.getText());
      const method = declared?.members?.find(({ name }) => name === node.name.getText());
      if (method) method.return = { ...method.return, type: { text: node.type.getText() } };
    },
  };
}

function read(path) {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}
