import { vendorName } from 'enode-link-button';
import { draw } from './settings-view.js';

const state = { rows: null, problem: null, news: '', brands: [], vendorType: '', vendor: '' };
const update = (change) => draw(Object.assign(state, change), { load, choose, reconnect, remove });
update({});
const link = document.querySelector('enode-link-button');
const isSame = (one) => (two) => one.vendor === two.vendor && one.vendorType === two.vendorType;
const request = (path, init) => fetch(`/api/enode/${path}`, init).catch(Response.error);

async function load() {
  const problem = (await link.refresh().catch((error) => error)) ?? null;
  const { devices, linkedVendors } = link;
  if (problem || !devices) return update({ problem });
  // A vendor can be linked some time before its first device is there.
  const waiting = linkedVendors.filter((vendor) => !devices.some(isSame(vendor)));
  const account = (row) => linkedVendors.find(isSame(row));
  const describe = (row) => ({ name: vendorName(row.vendor), ...account(row), ...row });
  update({ rows: [...devices, ...waiting].map(describe), problem });
}

function reconnect({ id = null, vendor, vendorType }) {
  Object.assign(link, { assetId: id, vendor, vendorType });
  link.open(); // Takes the settings at once, so the next attempt can have the picker's again.
  choose(state.vendorType, state.vendor);
}

function choose(vendorType, vendor) {
  Object.assign(link, { vendorType, vendor, assetId: null });
  update({ vendorType, vendor });
}

async function remove({ vendor, vendorType, name }) {
  const { ok } = await request(`user/vendors/${vendor}/${vendorType}`, { method: 'DELETE' });
  await load();
  update({ news: ok ? `${name} was removed.` : `${name} could not be removed. Try again.` });
}

for (const event of ['enode-link-success', 'enode-link-devices', 'focus'])
  addEventListener(event, load);
setInterval(() => document.hidden || load(), 15_000); // A device may come at any time.
load();
request('vendors').then(async (answer) => {
  if (answer.ok) update({ brands: (await answer.json()).vendors });
});
