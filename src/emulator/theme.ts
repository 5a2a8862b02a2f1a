/**
 * The CSS that Link UI and the dashboard have in common: colours and plain elements. `light-dark()`
 * follows the page's colour scheme, so each colour is defined once.
 */
export const THEME = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#eef2f1, #0d1413);
  --surface: light-dark(#ffffff, #151e1c);
  --raised: light-dark(#f5f8f7, #1d2826);
  --line: light-dark(#d8e0de, #2f3d3a);
  --edge: light-dark(#7a8985, #7d908b);
  --text: light-dark(#14211e, #e9f1ef);
  --soft: light-dark(#50615d, #a6b8b3);
  --accent: light-dark(#0e6f5c, #6fd9bf);
  --accent-strong: light-dark(#0a5748, #93e8d2);
  --on-accent: light-dark(#ffffff, #04231c);
  --tint: light-dark(#e0f2ed, #17332d);
  --bad: light-dark(#a9261c, #ffb0a6);
  --bad-tint: light-dark(#fdeceA, #3a1c19);
  --warn: light-dark(#7a4d00, #f5cd83);
  --warn-tint: light-dark(#fdf3dc, #34290f);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  -webkit-text-size-adjust: 100%;
}
:root[data-color-scheme='light'] { color-scheme: light; }
:root[data-color-scheme='dark'] { color-scheme: dark; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: break-word; }
h1, h2, h3, p, ul { margin: 0; }
ul { padding: 0; list-style: none; }
a { color: var(--accent); text-underline-offset: 0.18em; }
a:hover { color: var(--accent-strong); }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 8px; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.primary, .secondary, a.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem; min-height: 48px;
  padding: 0.6rem 1.25rem; border: 1px solid transparent; border-radius: 12px; font-weight: 600;
  text-align: center; text-decoration: none; cursor: pointer;
}
.primary, a.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover, a.primary:hover { background: var(--accent-strong); color: var(--on-accent); }
.secondary, a.secondary { background: var(--surface); color: var(--text); border-color: var(--edge); }
.secondary:hover, a.secondary:hover { background: var(--raised); color: var(--text); }
input, select {
  width: 100%; min-height: 48px; padding: 0.6rem 0.9rem; background: var(--surface);
  border: 1px solid var(--edge); border-radius: 12px;
}
input[aria-invalid] { border: 2px solid var(--bad); }
label { display: block; font-weight: 600; }
code { font: 0.92em ui-monospace, 'SF Mono', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
/* The script filters while typing. */
@media (scripting: enabled) { .filter button { display: none; } }
.small { font-size: 0.875rem; color: var(--soft); }
@media (forced-colors: active) {
  .primary, .secondary, a.button { border-color: ButtonText; }
}
`;
