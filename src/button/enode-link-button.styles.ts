/** The styles of the button, its status line and its choices. Those of the dialog are in dialog.styles.ts. */
import { css } from 'lit';

export const buttonStyles = css`
  :host {
    display: inline-block;
    position: relative;
    max-width: 100%;
    font: var(--enode-link-font, 600 1rem system-ui, sans-serif);
    vertical-align: middle;
  }
  :host([hidden]) {
    display: none;
  }
  .scheme {
    --_accent: var(--enode-link-accent, #0b6e4f);
    --_on-accent: var(--enode-link-on-accent, #fff);
    --_danger: var(--enode-link-danger, #d5412f);
    --_radius: var(--enode-link-radius, 0.625rem);
    /* What is hovered or pressed tends to this colour. */
    --_deep: #000;
    /* On the page, whose own scheme decides, not the system's. */
    --_on-page: var(--enode-link-accent, light-dark(#0b6e4f, #5fd3a6));
  }
  .told {
    display: flex;
    flex-direction: column;
  }
  /* Japanese has no spaces: a line may end between phrases, and none begins with a small letter. */
  .scheme:lang(ja) {
    line-break: strict;
    word-break: auto-phrase;
  }
  .scheme.light {
    color-scheme: light;
  }
  .scheme.dark {
    color-scheme: dark;
    --_accent: var(--enode-link-accent, #5fd3a6);
    --_on-accent: var(--enode-link-on-accent, #06281c);
    --_deep: #fff;
  }
  @media (prefers-color-scheme: dark) {
    .scheme:not(.light) {
      --_accent: var(--enode-link-accent, #5fd3a6);
      --_on-accent: var(--enode-link-on-accent, #06281c);
      --_deep: #fff;
    }
  }
  .small {
    font-size: 0.875em;
  }
  .large {
    font-size: 1.125em;
  }
  button {
    font: inherit;
    /* Whole pixels in every size, so that the text is not rounded out of the middle. */
    line-height: calc(1em + 4px);
    box-sizing: border-box;
    min-height: var(--enode-link-height, 2.75rem);
    max-width: 100%;
    margin: 0;
    padding: var(--enode-link-padding, 0.5em 1.125em);
    border: 1px solid transparent;
    border-radius: var(--_radius);
    cursor: pointer;
    text-align: start;
    overflow-wrap: anywhere;
    --_rest: transparent;
    --_tint: currentColor;
    background: var(--_rest);
    color: inherit;
  }
  .small button {
    min-height: var(--enode-link-height, 2.25rem);
  }
  .large button {
    min-height: var(--enode-link-height, 3.25rem);
  }
  .pill {
    --_radius: var(--enode-link-radius, 100vmax);
  }
  .square {
    --_radius: var(--enode-link-radius, 0);
  }
  [part='button'] {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--enode-link-gap, 0.625em);
    width: var(--enode-link-width, auto);
    vertical-align: middle;
    color: var(--_on-page);
  }
  .filled {
    --_rest: var(--_accent);
    --_tint: var(--_deep);
    color: var(--_on-accent);
  }
  .outline {
    border: var(--enode-link-border-width, 1.5px) solid;
  }
  .plain {
    justify-content: start;
  }
  /* Whatever a page sets on the button is for icon and label, as if they were its only children. */
  .room {
    display: block;
    flex: auto;
    min-width: 0;
    grid-area: 1 / 1;
  }
  .group {
    display: flex;
  }
  .room,
  .group {
    align-items: inherit;
    justify-content: inherit;
    gap: inherit;
  }
  /* As wide as the widest line of its texts, so that nothing moves when the label changes. */
  [data-wide]::after {
    display: block;
    content: attr(data-wide);
    white-space: pre-line;
    visibility: hidden;
    height: 0;
    overflow: clip;
    padding-inline-start: calc(
      var(--enode-link-icon-size, 1.25em) + var(--enode-link-gap, 0.625em)
    );
  }
  [data-wide] > .group {
    width: 0;
    min-width: 100%;
  }
  .lines [data-wide] > .group {
    container-type: inline-size;
  }
  button:active:not(:disabled) {
    background: color-mix(in oklab, var(--_rest), var(--_tint) 16%);
  }
  /* On a touch screen, a button stays hovered until something else is touched. */
  @media (hover: hover) {
    button:hover:not(:disabled, :active) {
      background: color-mix(in oklab, var(--_rest), var(--_tint) 8%);
    }
  }
  button:focus-visible {
    outline: 3px solid var(--enode-link-focus, var(--_on-page));
    outline-offset: 2px;
  }
  button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }
  [aria-disabled] {
    cursor: progress;
  }
  /* Blocks, where grids would take twice the memory of the rest. */
  [part='icon'],
  [part='spinner'] {
    display: block;
    flex: none;
    width: var(--enode-link-icon-size, 1.25em);
    height: var(--enode-link-icon-size, 1.25em);
  }
  /* The host's may be smaller. */
  .pictured [part='icon'] {
    display: grid;
    place-items: center;
  }
  svg,
  ::slotted([slot='icon']) {
    display: block;
    width: 100%;
    height: 100%;
  }
  [part='spinner'] > *,
  [part='spinner']::slotted(*) {
    display: none !important;
  }
  [part='spinner'] {
    box-sizing: border-box;
    border: 0.15em solid color-mix(in srgb, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
  }
  [part='label'] {
    min-width: 0;
  }
  /* Beside the icon also where a label has two lines. */
  .own,
  [part='status'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .own {
    text-wrap: balance;
    white-space: pre-line;
    /* Two lines have room where one has its padding. */
    margin-block: calc(-0.5em - 1.5px);
  }
  /* There may be more than two where it is narrower than 9.5em. */
  [data-wide] .own {
    margin-block: clamp(-0.5em - 1.5px, (9.5em - 100%) * 999, 0px);
  }
  /* One line is enough. Where Japanese breaks a line it has no space. */
  @container (min-width: 22em) {
    .own:not(:lang(ja)) {
      white-space: normal;
    }
  }
  .plain .own {
    overflow-wrap: break-word;
    white-space: normal;
  }
  /* If the direction of a text differs from that of the page, its full stop stays at its end. */
  [part='label'],
  [part='label'] *,
  [part='status'],
  [part='dialog-note'] {
    unicode-bidi: plaintext;
  }
  [part='status'] {
    order: 1;
    /* The page's own colour: only the page knows the background. */
    color: inherit;
    font-weight: 400;
    font-size: 0.875em;
    line-height: 1.4;
    margin-block-start: 0.5rem;
    max-width: 26rem;
    overflow-wrap: anywhere;
  }
  /* The question stands above its answers. */
  .detached > [part='status'] {
    order: 0;
    margin-block: 0 0.5rem;
  }
  .failed > [part='status'] {
    padding-inline-start: 0.625rem;
    border-inline-start: 3px solid var(--_danger);
  }
  /* Empty, and no layer. How a page styles the line below the button is not for it. */
  .idle > [part='status'] {
    height: 0 !important;
    min-height: 0 !important;
    margin: 0 !important;
    padding: 0 !important;
    border: 0 !important;
  }
  :not(.told, .idle) > [part='status'] {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  [part='choices'] {
    margin-block-start: 0.25rem;
  }
  /* Quieter than the button above, and with their text below its edge. */
  [part='choices'] button {
    font-weight: 500;
    padding-inline: 0.5em;
    margin-inline: calc(-0.5em - 1px) 0.75em;
  }
  @media (prefers-reduced-motion: no-preference) {
    [part='spinner'] {
      animation: turn 0.9s linear infinite;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
    [part='button'] {
      background: ButtonFace;
      color: ButtonText;
    }
    /* In one forced colour on all four sides, nobody would see it turn. */
    [part='spinner'] {
      forced-color-adjust: none;
      border-color: ButtonText;
      border-block-start-color: ButtonFace;
    }
    button:disabled {
      opacity: 1;
      color: GrayText;
      border-color: GrayText;
    }
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
`;
