/**
 * Writes and highlights the settings as the HTML that a page author would write.
 */
import { html, render } from 'lit';
import { copyButton } from './copy-button.js';
import type { Settings } from './settings.js';

/** Shows the snippet and a button that copies it. */
export function showSnippet(place: HTMLElement, button: HTMLElement, settings: Settings): void {
  const { attributes, label } = settings;
  const tag = (text: string) => html`<span class="token-tag">${text}</span>`;
  const attribute = (name: string, value: string) => {
    const assigned = value && html`=<span class="token-value">"${escape(value)}"</span>`;
    return html`<span class="token-name">${name}</span>${assigned}`;
  };
  // An array of pieces, because a template's own white space would show up in the <pre>.
  const pieces = [
    [tag('<script '), attribute('type', 'module'), tag('>')],
    ["\n  import 'enode-link-button';\n", tag('</script>'), '\n\n', tag('<enode-link-button')],
    [...attributes].map(([name, value]) => ['\n  ', attribute(name, value)]),
    ['\n', tag('>'), escape(label), tag('</enode-link-button>')],
  ];
  render(html`${pieces}`, place);
  render(
    copyButton('the HTML', () => place.textContent),
    button,
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
