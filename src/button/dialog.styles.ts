/** The styles of the dialog around Link UI, which is in the element's shadow root. */
import { css } from 'lit';

export const dialogStyles = css`
  [part='dialog'] {
    color-scheme: light dark;
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
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    padding: 0.5rem;
    padding-inline-start: 1rem;
  }
  [part='dialog-title'],
  [part='dialog-host'] {
    margin: 0;
    font-size: inherit;
  }
  [part='dialog-host'],
  [part='dialog-window'] {
    font-size: 0.8125em;
    color: color-mix(in srgb, CanvasText 70%, Canvas);
  }
  /* Empty until Link UI is there. */
  [part='dialog-host'] {
    min-height: 1lh;
  }
  [part='dialog-close'] {
    grid-area: 1 / 2 / 3;
    width: 2.75rem;
    padding: 0.75rem;
  }
  [part='dialog-note'] {
    margin: auto;
    padding: 2rem;
    text-align: center;
  }
  [part='dialog-note'] i {
    display: block;
    margin: 0 auto 0.7em;
    font-size: 1.8em;
    color: var(--_accent);
  }
  [part='frame'] {
    flex: 1;
    width: 100%;
    border: solid color-mix(in srgb, CanvasText 20%, Canvas);
    border-width: 1px 0;
  }
  [part='frame'][hidden] {
    display: none;
  }
  [part='dialog-window'] {
    flex: none;
    align-self: center;
    margin: 0.25rem;
    text-align: center;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  /* While it loads, a window would not be faster. */
  [part='frame'][hidden] + * {
    visibility: hidden;
  }
  @media (max-width: 32rem), (max-height: 32rem) {
    [part='dialog'] {
      width: 100vw;
      height: 100dvh;
      padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
        env(safe-area-inset-left);
      border: 0;
      border-radius: 0;
    }
  }
`;
