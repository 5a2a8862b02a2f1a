/**
 * Shows all states in one language and scheme. Each element reaches its state in a real way, described in
 * ways.ts. The frame reports its height to the page around it.
 */
import { find } from '../../page/find.js';
import { leaveRecord, nameOf, ways as allWays, type Way } from '../ways.js';

const query = new URLSearchParams(location.search);
const root = document.documentElement;
root.lang = query.get('tag') ?? 'en-GB';
root.dir = query.get('dir') ?? 'ltr';
root.dataset.theme = query.get('scheme') ?? 'light';
const place = find('main');
const ways = allWays.filter(({ state }) => (state === 'open') === (query.get('part') === 'open'));

// Only a reloaded page resumes an attempt whose window may still be open.
for (const way of ways) leaveRecord(idOf(way), way);
const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (navigation?.type === 'reload') await show();
else if (!query.has('empty')) location.reload();

async function show(): Promise<void> {
  await import('../../../src/index.js');
  for (const way of ways) {
    const { prepare, started } = way;
    const element = document.createElement('enode-link-button');
    element.id = idOf(way);
    element.language = root.lang;
    element.colorScheme = root.dataset.theme === 'dark' ? 'dark' : 'light';
    prepare(element);
    const specimen = document.createElement('section');
    const title = document.createElement('h3');
    title.textContent = nameOf(way);
    specimen.append(title, element);
    place.append(specimen);
    if (started) void element.open();
  }
  new ResizeObserver(() => {
    parent.postMessage(Math.ceil(place.getBoundingClientRect().height) + 2, location.origin);
  }).observe(place);
}

function idOf(way: Way): string {
  return `${query.toString()}-${nameOf(way)}`;
}
