/**
 * Reads the form of faults by the rows of `faults/faults.ts`. The result is checked like any other set
 * of faults, so nothing is refused here.
 */
import { FAULTS } from '../faults/faults.js';
import type { Faults } from '../faults/faults.js';
import type { FaultRow, GroupKind, ListKind, ValueKind } from '../faults/fault-kinds.js';

type Values = Readonly<Record<string, unknown>>;

/** The names of the two form fields of a map. */
export function mapFields(fault: string): { readonly name: string; readonly value: string } {
  return { name: fault, value: `${fault}.value` };
}

/** A set of faults from the form. What the form has no field for stays as it is in `current`. */
export function faultsFromForm(form: URLSearchParams, current: Faults): object {
  return collect(
    Object.entries(FAULTS).map(([name, row]) => [
      name,
      readFault(form, name, row, (current as Values)[name]),
    ]),
  );
}

function readFault(form: URLSearchParams, name: string, row: FaultRow, current: unknown): unknown {
  const { kind, places } = row;
  const shown = places.flatMap(({ fields = [] }) => fields);
  switch (kind.type) {
    case 'group':
      return readGroup(form, name, kind, shown, (current ?? {}) as Values);
    case 'list':
      return readList(form, name, kind, shown);
    case 'map':
      return readMap(form, name);
    default:
      return readValue(form, name, kind);
  }
}

function readGroup(
  form: URLSearchParams,
  name: string,
  { fields, alone }: GroupKind,
  shown: readonly string[],
  current: Values,
): Values | undefined {
  const read = readFields(form, name, fields, shown);
  const isSet = alone === undefined ? isFilled(Object.values(read)) : form.has(name);
  return isSet ? { ...current, ...read } : undefined;
}

/** The rows in which anything is filled in. A menu alone asks for nothing. */
function readList(
  form: URLSearchParams,
  name: string,
  { fields }: ListKind,
  shown: readonly string[],
): Values[] | undefined {
  const count = form.getAll(`${name}.${shown[0] ?? ''}`).length;
  const rows = Array.from({ length: count }, (_, index) =>
    readFields(form, name, fields, shown, index),
  ).filter((row) =>
    isFilled(shown.filter((key) => fields[key]?.type !== 'choice').map((key) => row[key])),
  );
  return rows.length > 0 ? rows : undefined;
}

function readMap(form: URLSearchParams, fault: string): Values | undefined {
  const fields = mapFields(fault);
  const values = form.getAll(fields.value);
  const entries = form
    .getAll(fields.name)
    .map((name, index) => [name.trim(), values[index]] as const)
    .filter(([name, value]) => name && value);
  return entries.length > 0 ? collect(entries) : undefined;
}

function readFields(
  form: URLSearchParams,
  name: string,
  fields: Readonly<Record<string, ValueKind>>,
  shown: readonly string[],
  index = 0,
): Values {
  return collect(
    shown.map((key) => {
      const kind = fields[key];
      return [key, kind && readValue(form, `${name}.${key}`, kind, index)];
    }),
  );
}

function readValue(form: URLSearchParams, name: string, kind: ValueKind, index = 0): unknown {
  const written = form.getAll(name)[index]?.trim();
  switch (kind.type) {
    case 'number':
      // Left for the check to refuse if it is not a number.
      return written ? Number(written) : undefined;
    case 'switch':
      return written === undefined ? undefined : true;
    case 'choice': {
      const [only, ...others] = Object.keys(kind.options);
      // A browser sends "on" for a checkbox.
      return written && others.length === 0 ? only : written || undefined;
    }
    case 'text':
      return kind.required ? written : written || undefined;
  }
}

function isFilled(values: readonly unknown[]): boolean {
  return values.some((value) => value !== undefined && value !== '');
}

function collect(entries: readonly (readonly [string, unknown])[]): Values {
  return Object.fromEntries<unknown>(entries);
}
