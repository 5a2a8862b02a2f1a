/** Contrast of colours as they are computed. Expects nothing. */

/** The contrast ratio of two opaque colours (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** What is seen of a colour on an opaque one. */
export function over(colour: string, ground: string): string {
  return `rgb(${paint([ground, colour]).join()})`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = paint([colour]).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A pixel with one colour upon the other. */
function paint(colours: readonly string[]): readonly number[] {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  for (const colour of colours) {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  }
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
