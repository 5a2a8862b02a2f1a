/**
 * Checks a set of faults from outside by the rows of `faults.ts`, so that one answer names every
 * mistake.
 */
import { Fields } from '../fields.js';
import type { Checked } from '../fields.js';
import type { FaultKind, FieldKinds, TextKind } from './fault-kinds.js';
import { FAULTS } from './faults.js';
import type { Faults } from './faults.js';

/** Checks a set of faults. */
export function parseFaults(body: unknown): Checked<Faults> {
  const fields = new Fields(body, Object.keys(FAULTS));
  const kinds = Object.entries(FAULTS).map(([name, { kind }]) => [name, kind] as const);
  const faults = readAll(fields, kinds);
  return fields.issues.length > 0 ? { issues: fields.issues } : { value: faults };
}

function readAll(fields: Fields, kinds: readonly (readonly [string, FaultKind])[]): object {
  const values = kinds.map(([key, kind]) => [key, read(fields, key, kind)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function read(fields: Fields, key: string, kind: FaultKind): unknown {
  switch (kind.type) {
    case 'number':
      return fields.integer(key, kind.min, kind.max);
    case 'switch':
      return fields.boolean(key);
    case 'choice':
      return fields.choice(key, Object.keys(kind.options));
    case 'text':
      return readText(fields, key, kind);
    case 'group':
      return readObject(fields.object(key, Object.keys(kind.fields)), kind.fields);
    case 'list':
      return fields
        .objects(key, Object.keys(kind.fields), kind.max)
        ?.map((each) => readObject(each, kind.fields));
    case 'map': {
      const map = fields.object(key);
      return (
        map &&
        readAll(
          map,
          map.keys().map((name) => [name, kind.value] as const),
        )
      );
    }
  }
}

function readObject(fields: Fields | undefined, kinds: FieldKinds): object | undefined {
  return fields && readAll(fields, Object.entries(kinds));
}

function readText(fields: Fields, key: string, kind: TextKind): string | undefined {
  const { max, required = false, missing, pattern, rule = 'is not allowed.' } = kind;
  if (missing !== undefined && !fields.keys().includes(key)) return fields.refuse(key, missing);
  const value = fields.text(key, { required, max });
  if (value === undefined || !pattern || pattern.test(value)) return value;
  return fields.refuse(key, `${key} ${rule}`);
}
