/**
 * How the pages in the widget's window look: the one that loads, its failure, and the return page. They
 * follow each other in one window, so what they have in common is written once. A page may set
 * `--accent` for its spinner.
 */
export const WINDOW_STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
:lang(ja){line-break:strict;word-break:auto-phrase}
body{margin:0;min-height:100dvh;display:grid;place-content:center;justify-items:center;gap:1.25rem;padding:2rem;box-sizing:border-box;text-align:center;text-wrap:balance;overflow-wrap:anywhere}
h1,p{margin:0;max-width:22rem;unicode-bidi:plaintext}
h1{font-size:1.25rem}
i{width:2.25rem;height:2.25rem;box-sizing:border-box;border:.2rem solid color-mix(in srgb,CanvasText 18%,Canvas);border-top-color:var(--accent,CanvasText);border-radius:50%}
@media (prefers-reduced-motion:no-preference){i{animation:turn .9s linear infinite,fade .2s .3s backwards}}
@media (forced-colors:active){i{forced-color-adjust:none;border-top-color:CanvasText}}
@keyframes turn{to{rotate:1turn}}
@keyframes fade{from{opacity:0}}
`;
