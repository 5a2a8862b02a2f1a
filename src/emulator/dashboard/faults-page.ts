/**
 * The page of faults: a form for all of them, and the reset of the emulator. Which fields there are
 * comes from the rows of `faults/faults.ts`; `fault-form.ts` reads the form.
 */
import { html } from 'hono/html';
import type { Emulation } from '../emulation.js';
import { FAULTS } from '../faults/faults.js';
import type { Faults } from '../faults/faults.js';
import type { FaultRow, MapKind, Place, ValueKind } from '../faults/fault-kinds.js';
import type { Html } from '../page.js';
import { mapFields } from './fault-form.js';
import { mistakeNotice, page } from './frame.js';
import type { Section } from './frame.js';

type Values = Readonly<Record<string, unknown>>;

/** Fields that are shown side by side. */
interface Block {
  readonly legend?: string | undefined;
  readonly grid: string;
  readonly fields: readonly Field[];
}

interface Field {
  readonly html: Html;
  readonly isCheckbox: boolean;
}

const PANELS: readonly { id: Place['panel']; title: string; grid: string; note?: Html }[] = [
  {
    id: 'answers',
    title: 'Slow and failing answers',
    grid: 'grid three',
    note: html`<p class="small">
      In a path, <code>*</code> matches one segment: <code>/users/*/link</code>. Apply to get one
      more row.
    </p>`,
  },
  { id: 'link-ui', title: 'Link UI', grid: 'grid' },
  { id: 'linking', title: 'Connecting', grid: 'grid' },
];

export function faultsPage(emulation: Emulation, faults: Faults, mistake?: string): Section {
  return page(emulation, 'Faults', {
    lead: 'Make things go wrong on purpose. Leave a field empty if nothing should go wrong there.',
    main: html`${mistakeNotice(mistake)}
      <form method="post" action="/dashboard/faults" class="stack">
        ${PANELS.map(
          ({ id, title, grid, note }) =>
            html`<section class="panel" aria-labelledby="${id}">
              <h2 id="${id}">${title}</h2>
              ${blocks(id, grid, faults).map(showBlock)} ${note ?? ''}
            </section>`,
        )}
        <div class="actions sticky">
          <button class="primary" name="action" value="set">Apply</button>
          <button class="secondary" name="action" value="clear">Clear all faults</button>
        </div>
      </form>
      <section class="panel" aria-labelledby="reset">
        <h2 id="reset">Reset</h2>
        <p>Forget all users, sessions, virtual assets, webhooks, faults and requests.</p>
        <form method="post" action="/dashboard/reset" class="actions">
          <button class="secondary danger">Reset the emulator</button>
        </form>
      </section>`,
  });
}

/** The blocks of one panel. Neighbours with the same legend become one block. */
function blocks(panel: Place['panel'], grid: string, faults: Faults): Block[] {
  const all = Object.entries(FAULTS).flatMap(([name, row]) =>
    row.places
      .filter((place) => place.panel === panel)
      .flatMap((place) => blocksOf(name, row, place, grid, (faults as Values)[name])),
  );
  return all.reduce<Block[]>((merged, block) => {
    const last = merged.at(-1);
    const isSame = last?.legend === block.legend && last?.grid === grid && block.grid === grid;
    if (!last || !isSame) return [...merged, block];
    return [...merged.slice(0, -1), { ...last, fields: [...last.fields, ...block.fields] }];
  }, []);
}

function blocksOf(
  name: string,
  { kind }: FaultRow,
  { legend, fields: shown = [] }: Place,
  grid: string,
  current: unknown,
): Block[] {
  switch (kind.type) {
    case 'group': {
      const own = showFields(name, name, kind.fields, shown, (current ?? {}) as Values);
      const { alone } = kind;
      const first = alone === undefined ? [] : [checkbox(name, alone, current !== undefined)];
      return [{ legend, grid, fields: [...first, ...own] }];
    }
    case 'list':
      return [...((current ?? []) as readonly Values[]), undefined].map((row, index) => ({
        legend: row ? `${kind.row} ${index + 1}` : kind.emptyRow,
        grid: 'grid route',
        fields: showFields(`${name}${index}`, name, kind.fields, shown, row ?? {}),
      }));
    case 'map':
      return [...Object.entries((current ?? {}) as Values), ['', ''] as const].map(
        ([key, value], index) => ({
          grid: 'grid pair',
          fields: showPair(name, kind, index, key, value),
        }),
      );
    default:
      return [{ legend, grid, fields: [showValue(name, name, kind, current)] }];
  }
}

function showBlock({ legend, grid, fields }: Block): Html {
  // Checkboxes come last, except for one that stands for the whole fault, which is the first field.
  const [first, ...others] = fields;
  const sorted = [first, ...others.toSorted((a, b) => Number(a.isCheckbox) - Number(b.isCheckbox))];
  const shown = html`<div class="${grid}">${sorted.map((field) => field?.html ?? '')}</div>`;
  if (legend === undefined) return shown;
  return html`<fieldset>
    <legend>${legend}</legend>
    ${shown}
  </fieldset>`;
}

function showFields(
  id: string,
  name: string,
  kinds: Readonly<Record<string, ValueKind>>,
  shown: readonly string[],
  values: Values,
): Field[] {
  return shown.flatMap((key) => {
    const kind = kinds[key];
    return kind ? [showValue(`${id}.${key}`, `${name}.${key}`, kind, values[key])] : [];
  });
}

function showPair(
  fault: string,
  { name, value }: MapKind,
  index: number,
  key: string,
  current: unknown,
): Field[] {
  const fields = mapFields(fault);
  const { label, placeholder } = name;
  return [
    textInput(`${fields.name}${index}`, fields.name, label, key, placeholder),
    showValue(`${fields.value}${index}`, fields.value, value, current),
  ];
}

function showValue(id: string, name: string, kind: ValueKind, current: unknown): Field {
  const { label } = kind;
  const text = typeof current === 'string' ? current : '';
  switch (kind.type) {
    case 'switch':
      return checkbox(name, label, current === true);
    case 'number':
      return input(
        id,
        label,
        html`<input
          id="${id}"
          name="${name}"
          type="number"
          min="${kind.min}"
          value="${typeof current === 'number' ? current : ''}"
        />`,
      );
    case 'choice': {
      const options = Object.entries(kind.options);
      if (options.length === 1) return checkbox(name, label, text !== '');
      return menu(id, name, label, [['', kind.emptyLabel], ...options], text);
    }
    case 'text': {
      const { placeholder = '', suggestions } = kind;
      if (!suggestions) return textInput(id, name, label, text, placeholder);
      // The usual values, and the current one if it was set by other means.
      const values = [...new Set([...suggestions.values, ...(text ? [text] : [])])];
      const options = values.map((value) => [value, value] as const);
      return menu(id, name, label, [['', suggestions.emptyLabel], ...options], text);
    }
  }
}

function textInput(
  id: string,
  name: string,
  label: string,
  value: string,
  placeholder: string,
): Field {
  return input(
    id,
    label,
    html`<input id="${id}" name="${name}" value="${value}" placeholder="${placeholder}" />`,
  );
}

function menu(
  id: string,
  name: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  current: string,
): Field {
  const select = html`<select id="${id}" name="${name}">
    ${options.map(
      ([value, text]) =>
        html`<option value="${value}" ${value === current ? 'selected' : ''}>${text}</option>`,
    )}
  </select>`;
  return input(id, label, select);
}

function input(id: string, label: string, control: Html): Field {
  const markup = html`<div>
    <label for="${id}">${label}</label>
    ${control}
  </div>`;
  return { html: markup, isCheckbox: false };
}

function checkbox(name: string, label: string, isOn: boolean): Field {
  const markup = html`<label class="check">
    <input type="checkbox" name="${name}" ${isOn ? 'checked' : ''} /> ${label}
  </label>`;
  return { html: markup, isCheckbox: true };
}
