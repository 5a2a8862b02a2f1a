/**
 * recipes/README.md against the folders beside it: it has a row for each recipe, which says what its
 * recipe.json says. How the recipes run is in test/e2e/host-recipes.e2e.ts.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { hostRecipes, shellCommand, type HostRecipe } from '../support/host-recipe.js';

const readme = readFileSync(new URL('../../recipes/README.md', import.meta.url), 'utf8');
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('| [`'))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** The versions that a recipe was tested with stand in its row only. */
const rowOf = (recipe: HostRecipe, versions: string): string[] => [
  `[\`${recipe.name}\`](${recipe.name}/${recipe.file})`,
  recipe.language,
  recipe.title,
  versions,
  `\`${shellCommand(recipe, '8000')}\``,
];

describe('recipes/README.md', () => {
  it('has a row for each recipe, as its recipe.json describes it', () => {
    const versions = new Map(rows.map(([name, , , version = '']) => [name, version]));
    const expected = hostRecipes().map((recipe) => {
      const [name = ''] = rowOf(recipe, '');
      return rowOf(recipe, versions.get(name) ?? 'the versions of this test');
    });
    assert.deepEqual(rows, expected, `The rows should be:\n${expected.map(asLine).join('\n')}`);
  });

  it('names the versions that each recipe was tested with', () => {
    for (const [name, , , versions = ''] of rows) assert.match(versions, /\d/, name);
  });
});

const asLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
