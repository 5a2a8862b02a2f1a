/**
 * The header of every page: the theme, the link to the dashboard, and navigation links that keep the
 * settings.
 */
import { backend } from '../page/backend.js';
import { find } from '../page/find.js';
import { bindTheme } from '../page/theme.js';

bindTheme(find('fieldset', '#theme'), () => {
  document.dispatchEvent(new Event('site-theme'));
});

find('a', '.skip').addEventListener('click', (event) => {
  // The fragment of the address holds the settings, so the link must not replace it.
  event.preventDefault();
  find('main').focus();
});

find('nav').addEventListener('click', ({ target }) => {
  if (target instanceof HTMLAnchorElement) target.hash = location.hash;
});

const info = await backend.info();
find('span', '#environment').textContent = info.environment;
find('p', '#stand-in').hidden = info.environment !== 'stand-in';
if (info.dashboardUrl) {
  const dashboard = find('a', '#dashboard');
  dashboard.href = info.dashboardUrl;
  dashboard.hidden = false;
  find('span', '#dashboard-name').textContent =
    info.environment === 'emulator' ? 'Emulator dashboard' : 'Enode dashboard';
}
