/** The icons of the button, each one line that is drawn in the colour of the text. */
import type { Presentation } from './presentation.js';

export const lines: Readonly<Record<Presentation['icon'], string>> = {
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  tick: 'm5 13 4.5 4.5L19 7',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9M20 4v5h-5',
  // Drawn by the style sheet.
  spinner: '',
};
