/**
 * What the build makes smaller in templates and styles, and that a user cannot see it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compactCss, compactHtml, compactions } from '../../scripts/compact.js';

const source = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../src/${name}`, import.meta.url)), 'utf8');

/** The module as it is built. */
function built(code: string): string {
  return compactions(code, 'module.ts')
    .sort((a, b) => b.start - a.start)
    .reduce((made, { start, end, text }) => made.slice(0, start) + text + made.slice(end), code);
}

describe('a template', () => {
  it('loses line breaks beside tags, and keeps one space for those between words', () => {
    assert.equal(compactHtml('<p>\n  <b>one\n  two</b>\n</p>'), '<p><b>one two</b></p>');
  });

  it('keeps spaces that stand in a line, as they are meant', () => {
    assert.equal(compactHtml('<b>one</b> <b>two</b>'), '<b>one</b> <b>two</b>');
  });

  it('keeps attributes apart', () => {
    assert.equal(compactHtml('<a\n  href="/"\n  title="x"\n>'), '<a href="/" title="x">');
    assert.equal(compactHtml('\n  ?disabled='), ' ?disabled=');
  });

  it('is found inside another, and its expressions are left alone', () => {
    const code = 'const a = html`<p>\n  ${b ? html`<i>\n</i>` : `\n  `}\n</p>`;';
    assert.equal(built(code), 'const a = html`<p>${b ? html`<i></i>` : `\n  `}</p>`;');
  });
});

describe('a style sheet', () => {
  it('loses comments and white space, and nothing that means something', () => {
    assert.equal(
      compactCss("\n  a :hover,\n  [part='x'] b {\n    /* why */\n    margin: 0 -0.5px;\n  }\n"),
      'a :hover,[part=x] b{margin:0 -.5px}',
    );
    assert.equal(compactCss('a { width: min(1rem, 2vw - 1px); }'), 'a{width:min(1rem,2vw - 1px)}');
  });

  it('has the rules of its source, in their order', () => {
    const [, sheet = ''] = /css`(.*)`/s.exec(source('button/enode-link-button.styles.ts')) ?? [];
    const written = compactCss(sheet);
    const count = (text: string, mark: string): number => text.split(mark).length;
    const uncommented = sheet.replaceAll(/\/\*.*?\*\//gs, '');
    assert.ok(count(written, '{') > 30);
    for (const mark of ['{', '}', 'var(', '@media']) {
      assert.equal(count(written, mark), count(uncommented, mark), mark);
    }
    assert.ok(written.length < sheet.length * 0.8);
  });
});
