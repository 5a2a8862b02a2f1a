/** The style sheet of the dashboard: a bar with the sections, cards, and tables that scroll on a phone. */
import { THEME } from '../theme.js';

export const STYLE = `${THEME}
body > header { background: var(--surface); border-bottom: 1px solid var(--line); }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.5rem; max-width: 72rem; margin: auto; padding: 0.75rem 1.25rem 0; }
.bar > p { font-weight: 680; letter-spacing: -0.01em; }
.bar > p span { margin-inline-start: 0.5rem; font-weight: 450; color: var(--soft); }
nav { width: 100%; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 0.25rem; margin-inline: -0.75rem; }
nav a {
  display: block; padding: 0.7rem 0.75rem; border-bottom: 3px solid transparent; color: var(--soft); font-weight: 570;
  text-decoration: none; white-space: nowrap;
}
@media (max-width: 34rem) { nav a { padding: 0.5rem; font-size: 0.875rem; } nav ul { margin-inline: -0.5rem; gap: 0; } }
nav a:hover { color: var(--text); }
nav a[aria-current] { color: var(--text); border-color: var(--accent); }
nav a:focus-visible { outline-offset: -3px; }
/* What has the focus is never below a bar that stays. */
html { scroll-padding-bottom: 6.5rem; }
main { display: grid; gap: 1.25rem; max-width: 72rem; margin: auto; padding: 1.5rem 1.25rem 3rem; grid-template-columns: minmax(0, 1fr); }
h1 { font-size: 1.5rem; letter-spacing: -0.02em; line-height: 1.2; }
h1 + p { margin-top: 0.35rem; color: var(--soft); max-width: 46rem; }
h2 { font-size: 1.0625rem; margin-bottom: 0.9rem; }
.panel { padding: 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: 16px; }
.panel.flush { padding: 0; overflow: clip; }
.panel.flush h2 { padding: 1.25rem 1.25rem 0; }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); align-items: end; }
.grid.three { grid-template-columns: repeat(3, minmax(0, 1fr)); }
.grid.three:has(> :nth-child(4)) { grid-template-columns: repeat(2, minmax(0, 1fr)); }
@media (min-width: 48rem) { .grid.three:has(> :nth-child(4)) { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
.grid.route { grid-template-columns: repeat(6, 1fr); }
.grid.route > * { grid-column: span 2; }
.grid.route select { padding-inline: 0.4rem; }
.grid.route > :nth-child(2) { grid-column: span 4; }
@media (min-width: 48rem) { .grid.route > *, .grid.route > :nth-child(2) { grid-column: auto; } .grid.route { grid-template-columns: 1fr 2.2fr repeat(4, 1fr); } }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; min-width: 0; }
legend { margin-bottom: 0.5rem; padding: 0; font-weight: 650; }
label { font-size: 0.875rem; }
label + input, label + select { margin-top: 0.3rem; }
.check { display: flex; align-items: center; gap: 0.6rem; min-height: 48px; font-size: 1rem; font-weight: 500; }
.check input { width: 20px; min-height: 20px; height: 20px; accent-color: var(--accent); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.25rem; }
.stack { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.panel > fieldset:last-child, .panel > .grid:last-child { margin-bottom: 0; }
.grid.pair { margin-bottom: 1rem; }
.actions.sticky {
  position: sticky; bottom: 0; margin: 0 -1.25rem; padding: 0.75rem 1.25rem; background: var(--ground);
  border-top: 1px solid var(--line);
}
.row { display: flex; gap: 0.5rem; }
.plain { padding: 0; border: 0; background: none; color: var(--soft); font-size: 0.8125rem; font-weight: 450; text-decoration: underline; cursor: pointer; min-height: 24px; }
.plain:hover { color: var(--bad); }
.live { display: flex; justify-content: flex-end; margin-block: -0.75rem; }
.live[hidden] { display: none; }
.live .check { min-height: 32px; font-size: 0.9375rem; }
[data-live] { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
.scroll { position: relative; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.7rem 1.25rem; text-align: start; vertical-align: middle; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: 0.8125rem; color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr:first-child > * { border-top: 1px solid var(--line); }
tbody th { font-weight: 620; }
th[rowspan] { vertical-align: top; }
td .small, th .small { display: block; font-weight: 400; }
.nowrap { white-space: nowrap; }
th code, td code { user-select: all; overflow-wrap: normal; white-space: nowrap; }
table .small { white-space: nowrap; }
th:not(:last-child), td:not(:last-child) { padding-inline-end: 0.5rem; }
@media (max-width: 44rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody { display: block; }
  tr { display: grid; gap: 0.4rem; padding: 0.9rem 1.25rem; border-top: 1px solid var(--line); }
  tbody th, tbody td { display: block; padding: 0 !important; border: 0 !important; }
  tbody td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0.5rem; align-items: baseline; }
  /* Screen readers have the title of the column from the table. */
  td::before { content: attr(data-label) / ''; color: var(--soft); font-size: 0.8125rem; font-weight: 600; }
  table code, table .small { white-space: normal !important; overflow-wrap: anywhere !important; }
}
@media (min-width: 34rem) {
  /* The switch is at the end of the line with the number. */
  main > .filter, .filter + .live { grid-area: 2 / 1; }
  .filter + .live { place-self: end; margin: 0; }
}
.filter > div { display: flex; gap: 0.5rem; max-width: 30rem; margin-top: 0.3rem; }
.filter .count { margin-top: 0.5rem; font-size: 0.875rem; color: var(--soft); }
.filter .count a { margin-inline-start: 0.5rem; }
.copyable { position: relative; display: inline-flex; align-items: center; gap: 0.25rem; max-width: 100%; }
.copyable code { min-width: 0; }
.copy { flex: none; display: grid; place-items: center; width: 32px; height: 32px; margin-block: -6px; padding: 0; border: 0; border-radius: 8px; background: none; color: var(--soft); cursor: pointer; }
.copy:hover { background: var(--raised); color: var(--text); }
.copy svg { width: 18px; height: 18px; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.copy.copied { --note: 'Copied'; }
.copy.selected { --note: 'Selected: copy it'; }
.copy:is(.copied, .selected)::after { content: var(--note) / ''; white-space: nowrap; position: absolute; inset-inline-end: 0; padding: 0.15rem 0.6rem; border-radius: 8px; background: var(--accent); color: var(--on-accent); font-size: 0.8125rem; font-weight: 600; }
/* Above the text, whose selection is to be seen. */
.copy.selected::after { inset-block-end: 100%; }
.lines { display: flex; align-items: start; padding: 0.9rem 1rem; border-radius: 12px; background: var(--raised); }
.lines pre { flex: 1; min-width: 0; margin: 0; overflow-x: auto; }
.lines .copy { margin: -4px; }
.lines .copy:hover { background: var(--surface); }
@media (scripting: none) { .copy { display: none; } }
.tag { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 99px; background: var(--raised); border: 1px solid var(--line); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
.tag.good { background: var(--tint); color: var(--accent); border-color: transparent; }
.tag.bad { background: var(--bad-tint); color: var(--bad); border-color: transparent; }
.tag.warn { background: var(--warn-tint); color: var(--warn); border-color: transparent; }
.empty { padding: 2rem 1.25rem; text-align: center; color: var(--soft); }
.notice { padding: 1rem 1.25rem; border-radius: 16px; background: var(--tint); }
.notice.bad { background: var(--bad-tint); color: var(--bad); }
.notice h2 { margin-bottom: 0.35rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.35rem 1.25rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
dd code { user-select: all; }
@media (max-width: 34rem) { dl { grid-template-columns: minmax(0, 1fr); row-gap: 0; } dd + dt { margin-top: 0.6rem; } }
form { margin: 0; }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 0.75rem; }
.head h2, .head h3 { margin: 0; }
.head > .row { margin-inline-start: auto; }
h3 { font-size: 1rem; font-weight: 620; }
.link { margin-top: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.devices { display: grid; gap: 0.5rem; margin-top: 0.75rem; }
.devices li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; padding: 0.75rem 1rem; background: var(--raised); border-radius: 12px; }
.devices li > :first-child { flex: 1 1 14rem; }
.devices .row { flex-wrap: wrap; align-items: center; }
.devices input[type='number'] { width: 5.5rem; min-height: 36px; padding: 0.25rem 0.6rem; border-radius: 10px; }
label.inline { font-weight: 500; }
label.inline + input { margin-top: 0; }
.hint { margin-bottom: 0.9rem; color: var(--soft); }
td button.secondary, .row button.secondary { min-height: 36px; padding: 0.25rem 0.8rem; border-radius: 10px; font-size: 0.875rem; white-space: nowrap; }
.danger { color: var(--bad) !important; }
`;
