/** The style sheet of Link UI: a card in the middle, which fills the window on a phone or in a popup. */
import { THEME } from '../theme.js';

export const STYLE = `${THEME}
body { display: flex; flex-direction: column; align-items: center; min-height: 100vh; min-height: 100dvh; }
.card {
  display: flex; flex-direction: column; flex: 1; width: 100%; max-width: 30rem; background: var(--surface);
}
@media (min-width: 34rem) and (min-height: 40rem) {
  body { padding: 2rem 1rem 0; }
  body > footer { padding-top: 0.9rem; border: 0; }
  .card {
    flex: none; min-height: 41rem; border: 1px solid var(--line); border-radius: 24px; overflow: clip;
    box-shadow: 0 24px 60px -30px light-dark(rgb(10 40 34 / 0.35), rgb(0 0 0 / 0.8));
  }
}
header { padding: 0.75rem 1.5rem 0; }
.top { display: flex; align-items: center; justify-content: space-between; min-height: 44px; }
.mark { display: inline-flex; align-items: center; gap: 0.4rem; font-weight: 650; letter-spacing: -0.01em; }
.mark .icon { color: var(--accent); }
.quiet-link {
  display: inline-flex; align-items: center; gap: 0.25rem; min-height: 44px; margin: 0 -0.5rem; padding: 0 0.5rem;
  color: var(--soft); font-weight: 550; text-decoration: none;
}
.quiet-link:hover { color: var(--text); text-decoration: underline; }
.quiet-link .icon { width: 18px; height: 18px; }
.progress { display: flex; gap: 6px; padding-top: 0.5rem; }
.segment { flex: 1; height: 4px; border-radius: 2px; background: var(--line); }
.segment.done { background: var(--accent); }
main { flex: 1; display: flex; flex-direction: column; }
.content { flex: 1; padding: 1.5rem 1.5rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.02em; font-weight: 680; text-wrap: balance; }
h2 { font-size: 1rem; font-weight: 650; margin: 1.25rem 0 0.5rem; }
.lead { margin-top: 0.5rem; color: var(--soft); text-wrap: pretty; }
.centre { text-align: center; }
p.centre:not(.lead) { margin-top: 1rem; }
.icon {
  flex: none; width: 22px; height: 22px; fill: none; stroke: currentcolor; stroke-width: 1.9;
  stroke-linecap: round; stroke-linejoin: round;
}
.foot {
  position: sticky; bottom: 0; display: grid; gap: 0.75rem; padding: 1rem 1.5rem 1.75rem; background: var(--surface);
  border-top: 1px solid var(--line);
}
.foot .primary, .foot .secondary { width: 100%; }
footer {
  display: flex; flex-wrap: wrap; justify-content: center; gap: 0 0.5rem; padding: 1.25rem 1.5rem; border-top: 1px solid var(--line);
  font-size: 0.8125rem; color: var(--soft); text-align: center;
}

.drawing { display: block; width: 100%; height: auto; margin: 0 0 1.25rem; padding: 0.75rem 0.5rem 0; background: var(--tint); border-radius: 18px; }
.drawing * { fill: none; stroke: var(--accent); stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.drawing .sun { fill: light-dark(#f4c95d, #e9bd52); stroke: none; }
.drawing .sun-ray { stroke: light-dark(#d9a62b, #e9bd52); }
.drawing .wall, .drawing .car, .drawing .box { fill: var(--surface); }
.drawing .panel { fill: var(--accent); }
.drawing .panel-line { stroke: var(--tint); stroke-width: 1.4; }
.drawing .thin, .drawing .bolt { stroke-width: 1.8; }
.drawing .glass { fill: var(--tint); stroke-width: 1.8; }
.drawing .wheel { fill: var(--surface); }
.drawing .cable { stroke: light-dark(#d9a62b, #e9bd52); }

.points { display: grid; gap: 0.85rem; margin-top: 1.25rem; }
.points li { display: flex; gap: 0.75rem; color: var(--soft); }
.points strong { display: block; color: var(--text); font-weight: 620; line-height: 1.4; }
.points .icon { padding: 3px; border-radius: 50%; background: var(--tint); color: var(--accent); stroke-width: 2.6; }

.filter { margin-top: 1.25rem; }
.filter > div { display: flex; gap: 0.5rem; margin-top: 0.35rem; }
.count { margin: 1rem 0 0.5rem; font-size: 0.875rem; color: var(--soft); }
.count a { margin-inline-start: 0.5rem; }
.choices { display: grid; gap: 0.5rem; }
.choices button {
  display: flex; align-items: center; gap: 0.85rem; width: 100%; min-height: 60px; padding: 0.5rem 0.9rem;
  background: var(--surface); border: 1px solid var(--line); border-radius: 14px; text-align: start; cursor: pointer;
}
.choices button:hover { background: var(--raised); border-color: var(--edge); }
h1 + form .choices, .notice + form .choices { margin-top: 1.25rem; }
.choices .icon:last-child { width: 18px; height: 18px; color: var(--soft); }
.monogram {
  flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 12px;
  background: var(--tint); color: var(--accent); font-weight: 700;
}
.name { flex: 1; min-width: 0; font-weight: 600; }
.badge {
  padding: 0.1rem 0.55rem; border-radius: 99px; background: var(--warn-tint); color: var(--warn); font-size: 0.8125rem;
  font-weight: 600;
}

.scopes { display: grid; gap: 0.6rem; }
.scopes li { display: flex; gap: 0.65rem; }
.scopes .icon { margin-top: 1px; }
.granted .icon { color: var(--accent); stroke-width: 2.4; }
.refused li { color: var(--soft); }

.field { margin-top: 1.1rem; }
.field input { margin-top: 0.35rem; }
.hint { margin-top: 1.5rem; padding: 0.9rem 1rem; border: 1px dashed var(--edge); border-radius: 14px; font-size: 0.875rem; background: var(--raised); }
.hint h2 { margin: 0 0 0.2rem; font-size: 0.875rem; }
.hint li { margin: 0.2rem 0; }
.hint code { color: var(--text); font-weight: 600; user-select: all; }
.summary {
  display: flex; gap: 0.6rem; margin-bottom: 1.25rem; padding: 0.8rem 1rem; border-radius: 14px; background: var(--bad-tint);
  color: var(--bad);
}
.summary a { color: inherit; font-weight: 600; }
.notice {
  display: flex; gap: 0.6rem; margin-top: 1rem; padding: 0.8rem 1rem; border-radius: 14px; background: var(--warn-tint);
  color: var(--warn);
}

.devices { margin-top: 1.25rem; }
.devices li { display: flex; gap: 0.85rem; align-items: center; padding: 0.9rem; border: 1px solid var(--line); border-radius: 14px; }
.devices .name span { display: block; font-weight: 400; font-size: 0.875rem; color: var(--soft); }
.seal {
  display: grid; place-items: center; width: 76px; height: 76px; margin: 2rem auto 1.5rem; border-radius: 50%;
  background: var(--accent); color: var(--on-accent);
}
.seal .icon { width: 40px; height: 40px; stroke-width: 2.4; }
.seal.quiet { background: var(--warn-tint); color: var(--warn); }
.vendor {
  --accent: light-dark(#27315c, #b9c6ff); --accent-strong: light-dark(#151c3d, #d5ddff);
  --on-accent: light-dark(#ffffff, #10183b); --tint: light-dark(#e8ebf7, #232a4a);
}
.wordmark { font-size: 1.25rem; font-weight: 700; letter-spacing: 0.02em; color: var(--accent); }
@media (forced-colors: active) {
  .segment.done { background: Highlight; }
  .seal, .monogram { border: 1px solid; }
}
`;
