/** The stand-in's data: devices and sessions, kept in this browser only. */
import type { LinkedVendor } from '../../src/element.js';

const LINKS = 'stand-in-links';
const SESSION = 'stand-in-session:';

export function readLinks(): LinkedVendor[] {
  return JSON.parse(localStorage.getItem(LINKS) ?? '[]') as LinkedVendor[];
}

export function writeLinks(links: readonly LinkedVendor[]): void {
  localStorage.setItem(LINKS, JSON.stringify(links));
}

/** @returns the id of a single-use session */
export function saveSession(redirectUri: string): string {
  const id = crypto.randomUUID();
  localStorage.setItem(SESSION + id, redirectUri);
  return id;
}

/** Uses up a session and returns its redirectUri; undefined if it is used already or unknown. */
export function takeSession(id: string): string | undefined {
  const redirectUri = localStorage.getItem(SESSION + id) ?? undefined;
  localStorage.removeItem(SESSION + id);
  return redirectUri;
}
