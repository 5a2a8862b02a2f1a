/**
 * The types of the rows in `faults.ts`: which values a fault takes, and how the dashboard's form asks for
 * them. Three modules follow these descriptions: `check-faults.ts` checks a set of faults, and in the
 * dashboard `faults-page.ts` shows the form and `fault-form.ts` reads it.
 */

/** A whole number. */
interface NumberKind {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  readonly label: string;
}

/** True, or absent. The form has a checkbox. */
interface SwitchKind {
  readonly type: 'switch';
  readonly label: string;
}

/** One of several values. The form has a menu, or a checkbox if there is only one value. */
export interface ChoiceKind {
  readonly type: 'choice';
  readonly label: string;
  /** The entry of the menu for no value. */
  readonly emptyLabel: string;
  /** Each value, with its entry in the menu. */
  readonly options: Readonly<Record<string, string>>;
}

/** A text. The form has a text field, or a menu if there are suggestions. */
export interface TextKind {
  readonly type: 'text';
  readonly label: string;
  /** The most characters. */
  readonly max: number;
  readonly required?: boolean;
  /** The refusal if the text is absent, for a text whose refusal needs an example. */
  readonly missing?: string;
  readonly pattern?: RegExp;
  /** The refusal if the text does not match the pattern. It continues after the name of the field. */
  readonly rule?: string;
  readonly placeholder?: string;
  readonly suggestions?: { readonly emptyLabel: string; readonly values: readonly string[] };
}

export type ValueKind = NumberKind | SwitchKind | ChoiceKind | TextKind;

export type FieldKinds = Readonly<Record<string, ValueKind>>;

/** An object with several fields. */
export interface GroupKind {
  readonly type: 'group';
  readonly fields: FieldKinds;
  /** Label of a checkbox that sets the fault even if every field is empty. */
  readonly alone?: string;
}

/** A list of objects. The form has one row for each, and an empty row. */
export interface ListKind {
  readonly type: 'list';
  readonly fields: FieldKinds;
  readonly max: number;
  /** Heading of a row; its number is appended. */
  readonly row: string;
  /** Heading of the empty row. */
  readonly emptyRow: string;
}

/** An object with any number of names, and the same choice for each of them. */
export interface MapKind {
  readonly type: 'map';
  /** Label and placeholder of the name. */
  readonly name: { readonly label: string; readonly placeholder: string };
  readonly value: ChoiceKind;
}

export type FaultKind = ValueKind | GroupKind | ListKind | MapKind;

/** Where the form shows a fault, or some of its fields. */
export interface Place {
  readonly panel: 'answers' | 'link-ui' | 'linking';
  /** Heading above the fields. Faults that follow each other share it if it is the same. */
  readonly legend?: string;
  /** The fields to show, in this order. Absent: the fault is a single value, a list or a map. */
  readonly fields?: readonly string[];
}

/** One fault: the values it takes, and its place in the form. */
export interface FaultRow {
  readonly kind: FaultKind;
  readonly places: readonly Place[];
}
