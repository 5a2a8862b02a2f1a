import { vendorName } from '/enode-link-button.js';

const find = (selector) => document.querySelector(selector);
const link = find('#link');
/** Where the button finds the endpoints, the page finds the rest. */
const API = link.userUrl.replace('/enode/user', '');
const say = (selector, text) => (find(selector).textContent = text);

function request(path, options) {
  return fetch(API + path, { credentials: 'include', ...options }).catch(Response.error);
}

/** Makes the server read Enode again, and shows what it says. */
async function load() {
  const answer = await request('/account');
  const isSignedOut = answer.status === 401;
  say('#failure', answer.ok || isSignedOut ? '' : 'Your devices could not be loaded.');
  find('#sign-in').hidden = !isSignedOut;
  find('#sign-out').hidden = find('#settings').hidden = !answer.ok;
  if (!answer.ok) return;
  const { user, connections } = await answer.json();
  say('#name', user);
  find('#none').hidden = connections.length > 0;
  find('#connections').replaceChildren(...connections.map(row));
}

function row(connection) {
  const { vendor, vendorType, isValid, devices } = connection;
  const item = find('#connection').content.cloneNode(true);
  const name = vendorName(vendor);
  const names = devices.map((device) => {
    const line = document.createElement('p');
    line.textContent = device.name + (device.isReachable === false ? ' – not reachable' : '');
    return line;
  });
  item.querySelector('div').prepend(...(names.length > 0 ? names : ['Waiting for the device…']));
  item.querySelector('small').textContent =
    [name, vendorType ?? []].flat().join(' ') + (isValid ? '' : ' – no longer connected');
  const [again, away] = item.querySelectorAll('button');
  again.hidden = isValid;
  again.ariaLabel = `Reconnect ${name}`;
  again.onclick = () => reconnect(connection);
  away.ariaLabel = `Remove ${name}`;
  away.onclick = () => remove(connection);
  return item;
}

function reconnect(connection) {
  aim(connection);
  link.open();
}

/** Sets what the button connects: an account again, or any device. "Try again" needs the same once more. */
function aim({ vendor, vendorType, devices: [device] } = { devices: [] }) {
  link.vendor = vendor ?? '';
  link.vendorType = vendorType ?? '';
  link.assetId = device?.id ?? '';
}

async function remove({ vendor, vendorType }) {
  const name = vendorName(vendor);
  if (!confirm(`Remove ${name}, with all devices listed for it?`)) return;
  const path = [vendor, vendorType ?? []].flat().join('/');
  const { ok } = await request(`/enode/user/vendors/${path}`, { method: 'DELETE' });
  say('#news', ok ? `${name} was removed.` : `${name} could not be removed. Try again.`);
  say('#outcome', '');
  // The button may still name what is gone.
  await Promise.allSettled([load(), link.refresh()]);
}

link.addEventListener('enode-link-start', () => say('#outcome', ''));
link.addEventListener('enode-link-success', ({ detail: { repaired } }) => {
  const [again] = repaired;
  aim();
  say(
    '#outcome',
    again
      ? `${vendorName(again.vendor)} is connected again.`
      : 'Connected. Your device is listed above as soon as it is ready.',
  );
  load();
});
link.addEventListener('enode-link-devices', ({ detail: { added } }) => {
  const names = added.map(({ name }) => name).join(', ');
  if (names) say('#outcome', `Sunrise now looks after ${names}.`);
  load();
});
link.addEventListener('enode-link-cancel', ({ detail }) => {
  aim();
  say(
    '#outcome',
    detail.verified
      ? 'Nothing was connected. You can try again at any time.'
      : 'We could not see whether a device was connected. It would be listed above.',
  );
  load();
});
link.addEventListener('enode-link-error', ({ detail: { error } }) => {
  if (!error.retryable) aim();
  say(
    '#outcome',
    error.code === 'session-unauthorized'
      ? 'You are signed out. Load the page again to sign in.'
      : 'That did not work. Your devices are as they were.',
  );
});

for (const form of document.forms) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await request(`/${form.id}`, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    location.reload();
  });
}

// A webhook may have told the server something while the user was elsewhere.
addEventListener('focus', load);
load();
