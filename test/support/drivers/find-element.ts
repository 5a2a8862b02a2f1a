/** The expression, in page script, that finds an element for a selector of `Frame`. */
export function findElement(selector: string): string {
  const steps = JSON.stringify(selector.split(' >>> '));
  return `(${steps}.reduce((root, step) => root && (root.shadowRoot ?? root).querySelector(step), document))`;
}
