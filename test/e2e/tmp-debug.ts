import { launch, until } from './drivers.js';
import { BUTTON, element, reaches } from './play.js';
import { startSite } from './site.js';
const site = await startSite();
const browser = await launch('firefox');
const ways = [
        "top.location = '/link?taken'",
        "open('/link?taken', '_top')",
        "top.location = 'javascript:document.title=1'",
        'top.close()',
        "(() => { const form = document.createElement('form'); form.action = '/link'; form.target = '_top'; document.body.append(form); form.submit(); })()",
];
for (const way of ways) {
  const page = await browser.newPage();
  await page.go(site.page(element('mode="iframe"')));
  await page.click(BUTTON);
  await reaches(page, 'open');
  const frame = await page.frame('enode-link-button >>> iframe');
  await until(() => frame.js("!!document.querySelector('#complete')"), 'Link UI');
  const r = await frame.js(`(() => { try { ${way}; return 'no throw' } catch (e) { return String(e) } })()`).catch(String);
  await new Promise((f) => setTimeout(f, 600));
  console.log(way.slice(0,40), '|', r, '|', await page.isClosed(), await page.url().catch(String), await page.windows());
}
await browser.stop(); site.close();
