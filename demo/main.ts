/**
 * The Try it page: connects the element, the host's list of devices, the settings and the event log. It is
 * written as a host would write it, with the element's public attributes, events and endpoints only.
 */
import { backend } from './page/backend.js';
import { Devices } from './page/devices.js';
import { EventLog } from './page/event-log.js';
import { find } from './page/find.js';
import {
  applySettings,
  bindSettings,
  foldSettings,
  readSettings,
  type Settings,
} from './page/settings.js';
import { showSnippet } from './page/snippet.js';
import { showVirtualAssets } from './page/virtual-assets.js';
import { applyTheme } from './theme/properties.js';

const element = find('enode-link-button');
const form = find('form', '#settings');

// The backend alone knows the URLs that these controls stand for.
for (const [name, url] of Object.entries(backend.endpoints)) {
  const control = form.querySelector<HTMLInputElement>(`[name=${name}]`);
  if (control) control.value = url;
}

const devices = new Devices(find('div', '#devices'), {
  reconnect({ id, vendor, vendorType }) {
    Object.assign(element, { assetId: id, vendor, vendorType });
    void element.open();
    // The attempt has taken its settings. The next one gets those of the form again.
    const { attributes } = readSettings(form);
    const [formVendor, formType] = [attributes.get('vendor'), attributes.get('vendor-type')];
    Object.assign(element, { assetId: undefined, vendor: formVendor, vendorType: formType });
  },
  removed: readLinked,
});
element.addEventListener('enode-link-success', ({ detail: { added, repaired } }) => {
  void devices.refresh([...added, ...repaired]);
});
element.addEventListener('enode-link-devices', ({ detail: { added } }) => {
  void devices.refresh(added.length > 0 ? added : undefined);
});

const log = new EventLog(find('div', '#log'));
log.watch(element);
find('button', '#clear').addEventListener('click', () => {
  log.clear();
});
element.addEventListener('enode-link-statechange', ({ detail }) => {
  find('code', '#state').textContent = detail.state;
});

bindSettings(form, apply);
foldSettings(find('details', '.fold'));
applyTheme(element);
document.addEventListener('site-theme', () => {
  apply(readSettings(form));
});

// Last, so that listeners and settings are in place when an attempt resumes after a redirect.
backend.connect(element);
void import('../src/index.js').then(readLinked);
void devices.refresh();
showVirtualAssets(find('div', '#assets'), await backend.info());

/** The button reads what is linked only in an attempt, or when asked to. */
function readLinked(): void {
  // The list says if it cannot be read.
  element.refresh().catch(() => undefined);
}

function apply(settings: Settings): void {
  applySettings(element, form, settings);
  showSnippet(find('pre', '#snippet'), find('span', '#copy-snippet'), settings);
}
