/**
 * How a fault can be described: what values it takes, and how the dashboard's form asks for them.
 * `check-faults.ts` checks by these descriptions, `dashboard/fault-form.ts` reads the form by them,
 * and `dashboard/faults-page.ts` shows it.
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
  /** Text in the menu if no value is set. */
  readonly none: string;
  /** Each value with its text in the menu. */
  readonly options: Readonly<Record<string, string>>;
}

/** A text. The form has a text field, or a menu if there are suggestions. */
export interface TextKind {
  readonly type: 'text';
  readonly label: string;
  /** The most characters. */
  readonly max: number;
  readonly required?: boolean;
  /** What is refused if the text is absent, in place of the usual sentence. */
  readonly missing?: string;
  readonly pattern?: RegExp;
  /** What a text must be that does not match the pattern; goes on after the name of the field. */
  readonly rule?: string;
  readonly placeholder?: string;
  readonly suggestions?: { readonly none: string; readonly values: readonly string[] };
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

/** A list of objects. The form has one row each and an empty one. */
export interface ListKind {
  readonly type: 'list';
  readonly fields: FieldKinds;
  readonly max: number;
  /** Heading of a row, to which its number is added. */
  readonly row: string;
  /** Heading of the empty row. */
  readonly emptyRow: string;
}

/** An object with a choice for each of any number of names. */
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
  /** Heading above the fields. Neighbours with the same one share it. */
  readonly legend?: string;
  /** The fields to show, in this order. Absent: the fault is a single value, a list or a map. */
  readonly fields?: readonly string[];
}

/** One fault: what it takes, and where it is asked for. */
export interface FaultRow {
  readonly kind: FaultKind;
  readonly places: readonly Place[];
}
