/**
 * The language of one element: which one an attempt asks Link UI for, which one the widget's own texts
 * are in, and those texts. Renders the element again when the language around it changes: the `lang` of
 * the element or of an ancestor, across shadow roots, or the languages of the browser.
 *
 * All elements share one observer: a page may have a thousand of them, and rarely changes its language.
 */
import type { ReactiveControllerHost } from 'lit';
import { bare } from '../own-keys.js';
import { resolveLanguage } from './languages.js';
import type { Messages } from './messages.js';
import { messagesFor } from './translations.js';

/** The element, as far as its language is concerned. */
export interface LocalizedElement extends Element, Pick<ReactiveControllerHost, 'requestUpdate'> {
  /** A language tag; empty if the page decides. */
  readonly language: string;
  /** Texts that replace the widget's own. */
  readonly messages: Partial<Messages> | undefined;
}

const elements = new Set<LocalizedElement>();
let observedRoots = new WeakSet<Node>();
let observer: MutationObserver | undefined;

export class Localization {
  readonly #element: LocalizedElement;

  constructor(element: LocalizedElement) {
    this.#element = element;
  }

  /** The tag to ask Enode for: that of `language`, else of the nearest `lang`, else `browser`. */
  get requested(): string {
    return resolve(this.#wanted) ?? 'browser';
  }

  /** The tag of the language that the widget's own texts are in. */
  get spoken(): string {
    const tag = this.requested;
    // The browser makes a new list each time it is asked.
    return spokenLanguage(tag, tag === 'browser' ? browserLanguages() : []);
  }

  /**
   * The value of `lang` for the texts, so that screen readers pronounce them correctly. A page in a
   * language that Enode does not offer, and that replaces texts, writes them in its own language.
   */
  get lang(): string {
    const wanted = this.#wanted;
    return this.#element.messages && wanted && !resolve(wanted) ? wanted : this.spoken;
  }

  /** The texts in the language of this moment, with those that the host replaces. */
  get texts(): Messages {
    const own = messagesFor(this.spoken);
    const { messages } = this.#element;
    if (!messages) return own;
    const entries: [string, unknown][] = Object.entries(messages);
    // Frameworks pass null or undefined for what is not set: then the widget's own text stays.
    const replaced = entries.filter(([, text]) => typeof text === 'string');
    return { ...own, ...Object.fromEntries(replaced) };
  }

  /** What is set, else the nearest `lang`; may be any text, or empty. */
  get #wanted(): string {
    const { language }: { language: unknown } = this.#element;
    return (typeof language === 'string' && language) || nearestLang(this.#element);
  }

  /** Call it whenever the element has come into a document. */
  connect(): void {
    if (elements.size === 0) addEventListener('languagechange', renderAll);
    elements.add(this.#element);
    observer ??= new MutationObserver(renderBelow);
    for (let at: Element | undefined = this.#element; at;) {
      const root: Node = at.getRootNode();
      if (!observedRoots.has(root)) {
        observer.observe(root, bare({ subtree: true, attributeFilter: ['lang'] }));
        observedRoots.add(root);
      }
      at = shadowHost(root);
    }
    // The element may have moved to a place with another language.
    this.#element.requestUpdate();
  }

  /** Call it whenever the element has left its document. */
  disconnect(): void {
    elements.delete(this.#element);
    if (elements.size > 0) return;
    observer?.disconnect();
    observedRoots = new WeakSet();
    removeEventListener('languagechange', renderAll);
  }
}

/**
 * The tag of the language to show texts in.
 * @param requested a tag that Enode accepts
 * @param preferred the user's languages, which decide if `requested` is `browser`
 */
export function spokenLanguage(requested: string, preferred: readonly string[]): string {
  const candidates = requested === 'browser' ? preferred : [requested];
  for (const candidate of candidates) {
    const known = resolve(candidate);
    if (known && known !== 'browser') return known;
  }
  return 'en-US';
}

const resolved = new Map<string, string | undefined>();

/** Caches: a page has few languages, and may have a thousand buttons that ask for each text. */
function resolve(tag: string): string | undefined {
  if (!resolved.has(tag)) {
    if (resolved.size > 99) resolved.clear();
    resolved.set(tag, resolveLanguage(tag));
  }
  return resolved.get(tag);
}

/** @returns none on a server */
function browserLanguages(): readonly string[] {
  return (globalThis as unknown as Partial<Window>).navigator?.languages ?? [];
}

function nearestLang(element: Element): string {
  // On a server, an element has no ancestors.
  if (!('closest' in element)) return (element as Element).getAttribute('lang') ?? '';
  for (let at: Element | undefined = element; at;) {
    const found: Element | null = at.closest('[lang]');
    if (found) return found.getAttribute('lang') ?? '';
    at = shadowHost(at.getRootNode());
  }
  return '';
}

function renderAll(): void {
  for (const element of elements) element.requestUpdate();
}

function renderBelow(records: readonly MutationRecord[]): void {
  const changed = new Set(records.map(({ target }) => target));
  for (const element of elements) if (isBelow(element, changed)) element.requestUpdate();
}

function isBelow(node: Node, ancestors: ReadonlySet<Node>): boolean {
  for (let at: Node | null = node; at;) {
    if (ancestors.has(at)) return true;
    at = shadowHost(at) ?? at.parentNode;
  }
  return false;
}

/** The host of a shadow root. No `instanceof`: the shadow root may belong to another window. */
function shadowHost(node: Node): Element | undefined {
  return node.nodeType === 11 ? (node as Partial<ShadowRoot>).host : undefined;
}
