/** The stylesheet of the element, which all elements of a document share. */
import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-block;
    position: relative;
    max-width: 100%;
    font: var(--enode-link-font, 600 1rem/1.25 system-ui, sans-serif);
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
    color-scheme: light dark;
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
  }
  @media (prefers-color-scheme: dark) {
    .scheme:not(.light) {
      --_accent: var(--enode-link-accent, #5fd3a6);
      --_on-accent: var(--enode-link-on-accent, #06281c);
    }
  }
  /* These variants show the page behind them, so the page's own scheme decides, not the system's. */
  .scheme.on-page:not(.light, .dark) {
    color-scheme: inherit;
    --_accent: var(--enode-link-accent, light-dark(#0b6e4f, #5fd3a6));
  }
  .small {
    font-size: 0.875em;
  }
  .large {
    font-size: 1.125em;
  }
  button {
    font: inherit;
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
    background: none;
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
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .outline,
  .plain {
    background: none;
    color: var(--_accent);
  }
  .outline {
    border: var(--enode-link-border-width, 1.5px) solid;
  }
  button:active:not(:disabled) {
    box-shadow: inset 0 0 0 100vmax color-mix(in srgb, currentColor 20%, transparent);
  }
  /* On a touch screen, a button stays hovered until something else is touched. */
  @media (hover: hover) {
    button:hover:not(:disabled, :active) {
      box-shadow: inset 0 0 0 100vmax color-mix(in srgb, currentColor 10%, transparent);
    }
  }
  button:focus-visible {
    outline: 3px solid var(--enode-link-focus, var(--_accent));
    outline-offset: 2px;
  }
  button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }
  [aria-disabled] {
    cursor: progress;
  }
  [part='icon'],
  [part='spinner'] {
    flex: none;
    width: var(--enode-link-icon-size, 1.25em);
    height: var(--enode-link-icon-size, 1.25em);
  }
  [part='icon'] {
    display: inline-grid;
    place-items: center;
  }
  svg,
  ::slotted([slot='icon']) {
    display: block;
    width: 100%;
    height: 100%;
  }
  [part='spinner'] > * {
    display: none;
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
  /* As wide as the longest of its texts, so that nothing moves when the label changes. */
  .own {
    display: grid;
  }
  .own::after {
    content: attr(data-wide);
    white-space: pre;
    visibility: hidden;
    height: 0;
    overflow: hidden;
  }
  .own > span {
    width: 0;
    min-width: 100%;
    text-align: center;
  }
  /* If the direction of a text differs from that of the page, its full stop stays at its end. */
  [part='label'],
  [part='label'] *,
  [part='status'],
  [part='dialog-note'] {
    unicode-bidi: plaintext;
  }
  [part='status'] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
    /* The page's own colour: only the page knows the background. */
    color: inherit;
    font-weight: 400;
    font-size: 0.875em;
    line-height: 1.4;
    margin-block-start: 0.5rem;
    max-width: 26rem;
    overflow-wrap: anywhere;
  }
  [part='status'].failed {
    padding-inline-start: 0.625rem;
    border-inline-start: 3px solid var(--_danger);
  }
  [part='status']:not(.seen) {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  [part='choices'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 0.5rem;
  }
  [part='choices'] button {
    border-color: currentColor;
  }
  [part='dialog'] {
    box-sizing: border-box;
    width: min(30rem, 100vw - 2rem);
    height: min(48rem, 100dvh - 2rem);
    max-width: none;
    max-height: none;
    padding: 0;
    border: 1px solid color-mix(in srgb, CanvasText 20%, Canvas);
    border-radius: 1rem;
    background: Canvas;
    color: CanvasText;
    overflow: auto;
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
    font-weight: 400;
  }
  [part='dialog'][open] {
    display: flex;
    flex-direction: column;
  }
  [part='dialog']::backdrop {
    background: rgb(0 0 0 / 0.5);
  }
  [part='dialog-bar'] {
    display: flex;
    justify-content: space-between;
    gap: 0.5rem;
    padding: 0.375rem;
  }
  [part='dialog-bar'] button {
    font-size: 0.875em;
  }
  [part='dialog-window'] {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  [part='dialog-close'] {
    width: 2.75rem;
    padding: 0.75rem;
  }
  [part='dialog-note'] {
    margin: auto;
    padding: 2rem;
    text-align: center;
  }
  [part='frame'] {
    flex: 1;
    width: 100%;
    border: 0;
  }
  [part='frame'][hidden] {
    display: none;
  }
  @media (max-width: 32rem), (max-height: 32rem) {
    [part='dialog'] {
      width: 100vw;
      height: 100dvh;
      border: 0;
      border-radius: 0;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    [part='spinner'] {
      animation: turn 0.9s linear infinite;
    }
    button {
      transition: box-shadow 0.12s;
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
    .plain {
      border-color: transparent;
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
