/**
 * Installs the Debian packages that the chosen recipes need, if this user may: `npm run test:recipes`
 * begins with it. Fails, and says what to do, if packages are missing in the end.
 */
import { commandFor, install, mayInstall, missingPackages, whyMissing } from './debian-packages.js';
import { chosenRecipes, hostRecipes } from './host-recipe.js';

const packages = [...new Set(chosenRecipes().flatMap(({ debian }) => debian))];

const before = missingPackages(packages);
if (before.length > 0 && mayInstall()) install(before);
const after = missingPackages(before);
if (after.length > 0) {
  console.error(`Missing for the recipes: ${after.join(', ')}. ${whyMissing()}
Do one of these, then start again:
- on Debian 12: ${commandFor(after)}
- choose recipes that need none of them, such as RECIPES=${withoutPackages()}`);
  process.exitCode = 1;
}

function withoutPackages(): string {
  const names = hostRecipes().flatMap(({ name, debian }) =>
    missingPackages(debian).length === 0 ? [name] : [],
  );
  return names.join();
}
