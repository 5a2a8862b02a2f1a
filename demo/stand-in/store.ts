/** What the stand-in remembers: devices and sessions, in this browser alone. Knows no page. */
import type { LinkedVendor } from '../../src/element.js';

const LINKS = 'stand-in-links';
const SESSION = 'stand-in-session:';

export function readLinks(): LinkedVendor[] {
  return JSON.parse(localStorage.getItem(LINKS) ?? '[]') as LinkedVendor[];
}

export function writeLinks(links: readonly LinkedVendor[]): void {
  localStorage.setItem(LINKS, JSON.stringify(links));
}

/** @returns the id of a session, for one use */
export function saveSession(redirectUri: string): string {
  const id = crypto.randomUUID();
  localStorage.setItem(SESSION + id, redirectUri);
  return id;
}

/** Takes the redirectUri of a session; undefined where it is used or was never made. */
export function takeSession(id: string): string | undefined {
  const redirectUri = localStorage.getItem(SESSION + id) ?? undefined;
  localStorage.removeItem(SESSION + id);
  return redirectUri;
}
