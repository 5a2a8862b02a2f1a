/**
 * The playground's page: brings the element, the host's list of devices, the settings and the log
 * together. Written as a host would: it uses attributes, events and endpoints of the element that
 * the contract names, and nothing else.
 */
import type { DemoInfo } from './demo-info.js';
import { Devices } from './page/devices.js';
import { EventLog } from './page/event-log.js';
import { applySettings, bindSettings, readSettings, type Settings } from './page/settings.js';
import { showSnippet } from './page/snippet.js';
import { bindTheme } from './page/theme.js';
import { showVirtualAssets } from './page/virtual-assets.js';

const element = find('enode-link-button');
const form = find('form#settings');

const devices = new Devices(find('div#devices'));
element.addEventListener('enode-link-success', ({ detail }) => {
  const { linkedVendors, added, repaired } = detail;
  // Without user-url the event cannot know them.
  if (linkedVendors) devices.show(linkedVendors, [...added, ...repaired]);
  else void devices.refresh();
});

const log = new EventLog(find('div#log'));
log.watch(element);
find('button#clear').addEventListener('click', () => {
  log.clear();
});
element.addEventListener('enode-link-statechange', ({ detail }) => {
  find('code#state').textContent = detail.state;
});

bindSettings(form, apply);
bindTheme(find('fieldset#theme'), () => {
  apply(readSettings(form));
});

// Last, so that an attempt which a redirect interrupted finds its listeners and settings.
void import('../src/index.js');
void devices.refresh();
void showInfo();

function apply(settings: Settings): void {
  applySettings(element, form, settings);
  showSnippet(find('pre#snippet'), find('span#copy-snippet'), settings);
}

async function showInfo(): Promise<void> {
  const info = (await (await fetch('/api/demo')).json()) as DemoInfo;
  showVirtualAssets(find('div#assets'), info);
  find('span#environment').textContent = info.environment;
  const dashboard = find('a#dashboard');
  dashboard.href = info.dashboardUrl;
  dashboard.hidden = false;
  find('span#dashboard-name').textContent =
    info.environment === 'emulator' ? 'Emulator dashboard' : 'Enode dashboard';
}

function find<K extends keyof HTMLElementTagNameMap>(selector: K | `${K}#${string}`) {
  const found = document.querySelector<HTMLElementTagNameMap[K]>(selector);
  if (!found) throw new Error(`index.html has no ${selector}.`);
  return found;
}
