/**
 * Reads answers for the rules, and says in words what an answer was, without a value that could be secret.
 */
import type { Answer } from './http.js';

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;
export const isRedirect = ({ status }: Answer): boolean => status >= 300 && status < 400;
export const isClientError = ({ status }: Answer): boolean => status >= 400 && status < 500;
export const isServerError = ({ status }: Answer): boolean => status >= 500;

/** The statuses that the button reads as "signed out". */
export const saysSignedOut = ({ status }: Answer): boolean => status === 401 || status === 403;

/** The media type without its parameters. */
export function mediaType({ headers }: Answer): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export function isJson(answer: Answer): boolean {
  return /^application\/(?:[\w.-]+\+)?json$/.test(mediaType(answer));
}

/** The body as JSON. Undefined if it is none. */
export function json({ text }: Answer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The body as a JSON object. Undefined if it is anything else. */
export function jsonObject(answer: Answer): Readonly<Record<string, unknown>> | undefined {
  return toObject(json(answer));
}

export function toObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

/** Such as: `200, a JSON object with linkUrl, linkToken`. */
export function describe(answer: Answer): string {
  const { status, headers, failure } = answer;
  if (failure === 'timeout') return 'nothing in time';
  if (failure !== undefined) return `nothing: the connection ended (${failure})`;
  if (isRedirect(answer)) return `${status}, a redirect to ${place(headers.location)}`;
  return `${status}, ${content(answer)}`;
}

function content(answer: Answer): string {
  if (answer.text === '') return 'an empty body';
  const value = json(answer);
  const object = toObject(value);
  if (object) return describeObject(object);
  if (value !== undefined) return Array.isArray(value) ? 'a JSON array' : 'a JSON value';
  return mediaType(answer) === 'text/html' ? 'an HTML page' : 'a text that is not JSON';
}

function describeObject(object: Readonly<Record<string, unknown>>): string {
  // The code of a problem is a name. Any other value might be confidential.
  const { code } = object;
  if (typeof code === 'string' && /^[\w-]{1,60}$/.test(code)) return `a problem "${code}"`;
  const keys = Object.keys(object);
  if (keys.length === 0) return 'an empty JSON object';
  const names = keys.filter(isName).slice(0, 7);
  if (names.length === 0) return 'a JSON object';
  const more = keys.length > names.length ? ' and more' : '';
  return `a JSON object with ${names.join(', ')}${more}`;
}

/** Whether a key is a name. Any other might be confidential, and is never cut: a part may be as well. */
export function isName(key: string): boolean {
  return /^[A-Za-z_]\w{0,30}$/.test(key);
}

/** Where a redirect goes, without its query. */
export function place(location = ''): string {
  // A part of a long text may be a part of a secret, which nobody would recognize.
  const path = location.split(/[?#;]/)[0] ?? '';
  if (path.length > 100) return 'a long address';
  return path || 'nowhere';
}
