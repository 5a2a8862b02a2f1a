/**
 * How far a page may change what the host asks Enode for (docs/own-endpoints.md, "page-narrows").
 * A host may have a list of further scopes that it grants, which nobody outside knows.
 */
import { describe, isSuccess } from '../answer.js';
import type { LoggedRequest, Session } from '../emulator-answers.js';
import { fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';

export const pageNarrowsRules: readonly Rule[] = [
  { rule: 'page-narrows', needs: ['session'], try: onlyNarrows },
];

/** All scopes of Enode (docs/enode.md, "Scopes"). */
const ALL_SCOPES = [
  'battery:control:operation_mode',
  'battery:read:data',
  'battery:read:location',
  'charger:control:charging',
  'charger:read:data',
  'hvac:control:mode',
  'hvac:read:data',
  'inverter:read:data',
  'inverter:read:location',
  'meter:read:data',
  'meter:read:location',
  'vehicle:control:charging',
  'vehicle:read:data',
  'vehicle:read:location',
];
const INVENTED = 'vehicle:enode-check:invented';

/** The types whose data these scopes read. */
export function readableTypes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => scope.endsWith(':read:data')).map(typeOf);
}

const typeOf = (scope: string) => scope.split(':')[0] ?? '';

async function onlyNarrows(context: Context): Promise<Verdict> {
  for (const verdict of [inventsNothing, staysInItsTypes, grantsNotAll, narrows]) {
    const result = await verdict(context);
    if (result.status !== 'ok') return result;
  }
  return ok;
}

async function inventsNothing({ host, emulator, usual }: Context): Promise<Verdict> {
  const scopes = [...usual.scopes, INVENTED];
  const { result: answer, requests } = await emulator.observe(() => host.link({ scopes }));
  const isPassedOn = requests.some(isRefusedLink);
  if (!isPassedOn) return ok;
  return fail(
    `Sent a scope that nobody has defined; the host passed it on to Enode, and answered ${describe(answer)}.`,
    'Check the scopes of the body against a list on your server before you call Enode.',
  );
}

async function staysInItsTypes({ host, emulator, usual }: Context): Promise<Verdict> {
  const own = new Set(usual.scopes.map(typeOf));
  const vendorType = ALL_SCOPES.map(typeOf).find((type) => !own.has(type));
  if (vendorType === undefined) return ok;
  const {
    result: answer,
    sessions,
    requests,
  } = await emulator.observe(() => host.link({ vendorType }));
  const isPassedOn = requests.some(isRefusedLink);
  // A host may have a list of further scopes that it grants.
  const isGranted = sessions.every(
    (session) =>
      session.vendorType !== vendorType || session.scopes.map(typeOf).includes(vendorType),
  );
  if (!isPassedOn && isGranted) return ok;
  return fail(
    `Sent the vendorType "${vendorType}", which no scope of the host is for; the host passed it on to Enode, and answered ${describe(answer)}.`,
    'Answer 400 unless the vendorType is one of those that your own scopes are for.',
  );
}

const isRefusedLink = ({ path, status }: LoggedRequest) => path.endsWith('/link') && status === 400;

async function grantsNotAll({ host, emulator, usual }: Context): Promise<Verdict> {
  const hasAll = (one: Session) => ALL_SCOPES.every((scope) => one.scopes.includes(scope));
  if (hasAll(usual)) return ok;
  const { sessions } = await emulator.observe(() => host.link({ scopes: ALL_SCOPES }));
  if (!sessions.some(hasAll)) return ok;
  return fail(
    `Sent all ${ALL_SCOPES.length} scopes; the host made a session with all of them, and ${usual.scopes.length} without the field.`,
    'Grant only scopes that stand in a list on your server.',
  );
}

async function narrows({ host, emulator, usual }: Context): Promise<Verdict> {
  const readable = usual.scopes.filter((scope) => scope.endsWith(':read:data'));
  const scope =
    readable.find((one) => typeOf(one) === usual.vendorType) ?? readable[0] ?? usual.scopes[0];
  if (scope === undefined) return ok;
  const { result: answer, sessions } = await emulator.observe(() => host.link({ scopes: [scope] }));
  const sent = `Sent the scope ${scope}, which the host asks for by itself;`;
  if (!isSuccess(answer)) {
    return fail(
      `${sent} the host answered ${describe(answer)}.`,
      'Let a page ask for less, or ignore the field.',
    );
  }
  const extra = sessions.flatMap(({ scopes }) => scopes).find((one) => !usual.scopes.includes(one));
  if (extra === undefined) return ok;
  return fail(`${sent} the session also has ${extra}.`, 'Grant no scope that nobody asked for.');
}
