/** What the host tells of the user (docs/own-endpoints.md, "What was linked"). */
import {
  describe,
  isJson,
  isName,
  isServerError,
  isSuccess,
  jsonObject,
  toObject,
} from '../answer.js';
import type { AddedDevice, LinkedVendor } from '../emulator-answers.js';
import type { Answer } from '../http.js';
import { each, fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';
import { readableTypes } from './page-narrows.js';

export const linkedRules: readonly Rule[] = [
  { rule: 'user-answer', needs: ['session', 'user'], try: answersUser },
  { rule: 'user-unknown', needs: ['user'], try: knowsNobodyYet },
  { rule: 'devices-answer', needs: ['session', 'devices'], try: answersDevices },
  { rule: 'devices-complete', needs: ['session', 'devices'], try: leavesNoDeviceOut },
];

const AS_ENODE =
  'Answer with the status 200 and the JSON that Enode answered to GET /users/{userId}.';

async function answersUser(context: Context): Promise<Verdict> {
  const { host, emulator, userId } = context;
  await emulator.deleteUser(userId);
  const answer = await host.link();
  const played = await emulator.play(jsonObject(answer)?.linkUrl);
  if (!played) {
    return fail(
      `Opened the linkUrl of a new session as a user would, and it did not work; the host had answered ${describe(answer)}.`,
      'Answer with the linkUrl that Enode has just made.',
    );
  }
  const valid = await comparesWithEnode(context, 'after a user had linked something');
  if (valid.status !== 'ok' || played.vendor === null) return valid;
  await emulator.invalidate(userId, played.vendor);
  return comparesWithEnode(context, 'after the vendor had refused the credentials');
}

async function comparesWithEnode(context: Context, when: string): Promise<Verdict> {
  const { host, emulator, userId } = context;
  const expected = await emulator.linkedVendors(userId);
  const answer = await host.read('user');
  const seen = `Sent GET user-url ${when}; the host answered ${describe(answer)}.`;
  if (answer.status !== 200 || !isJson(answer)) return fail(seen, AS_ENODE);
  const { id, linkedVendors } = jsonObject(answer) ?? {};
  if (typeof id !== 'string' || !Array.isArray(linkedVendors)) {
    return fail(seen, `${AS_ENODE} The button reads id and linkedVendors at the top of it.`);
  }
  if (id !== userId) return fail(`${seen} Its id is not the one at Enode.`, AS_ENODE);
  const lost = expected.find((link) => !linkedVendors.some((one) => isSame(one, link)));
  if (!lost && linkedVendors.length === expected.length) return ok;
  const about = lost
    ? `${lost.vendor} with vendorType "${lost.vendorType}" and isValid ${String(lost.isValid)} is not in it`
    : 'it has vendors that Enode does not have';
  return fail(`${seen} Of its linkedVendors, ${about}.`, AS_ENODE);
}

function isSame(value: unknown, { vendor, vendorType, isValid }: LinkedVendor): boolean {
  const one = toObject(value);
  return one?.vendor === vendor && one.vendorType === vendorType && one.isValid === isValid;
}

async function knowsNobodyYet(context: Context): Promise<Verdict> {
  const { host, emulator, userId, missing } = context;
  await emulator.deleteUser(userId);
  const tries = [
    ['user', 'linkedVendors'],
    ['devices', 'devices'],
  ] as const;
  return each(tries, async ([endpoint, list]) => {
    if (missing.has(endpoint)) return ok;
    const answer = await host.read(endpoint);
    const found = jsonObject(answer)?.[list];
    if (answer.status === 404) return ok;
    if (answer.status === 200 && Array.isArray(found) && found.length === 0) return ok;
    return fail(
      `Sent GET ${endpoint}-url for a user whom Enode does not know yet; the host answered ${describe(answer)}.`,
      `Answer Enode's 404 with 404, or with 200 and an empty list ${list}: everybody begins like this.`,
    );
  });
}

const PROPERTIES: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  vendor: isText,
  vendorType: isText,
  name: isText,
  brand: isTextOrNull,
  model: isTextOrNull,
  isReachable: (value) => typeof value === 'boolean' || value === null,
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

async function answersDevices({ host, emulator, userId, usual }: Context): Promise<Verdict> {
  await emulator.deleteUser(userId);
  const added: AddedDevice[] = [];
  for (const type of readableTypes(usual.scopes)) {
    const device = await emulator.addDevice(userId, type);
    added.push(device);
    // Enode reaches every other device only, so that no value is right for all of them.
    if (added.length % 2 === 1) await emulator.makeUnreachable(device.id);
  }
  const answer = await host.read('devices');
  const seen = `Sent GET devices-url for a user with ${count(added.length)}; the host answered ${describe(answer)}.`;
  const devices = devicesOf(answer);
  if (!devices) {
    return fail(seen, 'Answer with the status 200 and a JSON object with the list "devices".');
  }
  const lost = added.find(({ id }) => devices.every((one) => toObject(one)?.id !== id));
  if (lost) {
    return fail(
      `${seen} A ${lost.vendorType} of ${lost.vendor} is not in it.`,
      'List the assets of each type in your scopes, each with the id that Enode has for it.',
    );
  }
  for (const device of devices) {
    const wrong = wrongProperty(device);
    if (wrong !== undefined) return fail(`${seen} ${wrong}`, SEVEN);
  }
  return each([...added.entries()], async ([index, { id, vendor, vendorType, name }]) => {
    const device = toObject(devices.find((one) => toObject(one)?.id === id)) ?? {};
    const atEnode = { vendor, vendorType, name, isReachable: index % 2 === 1 };
    const wrong = Object.entries(atEnode).find(([property, value]) => device[property] !== value);
    if (!wrong) return ok;
    return fail(
      `${seen} The ${wrong[0]} of a ${vendorType} of ${vendor} is not ${JSON.stringify(wrong[1])}, as it follows from what Enode answered.`,
      'Take each value from the asset, as the tables of this rule say.',
    );
  });
}

const SEVEN = `Answer with exactly ${Object.keys(PROPERTIES).join(', ')} for each device, and null for what Enode does not know.`;

function wrongProperty(value: unknown): string | undefined {
  const device = toObject(value) ?? {};
  const extra = Object.keys(device).find((name) => !Object.hasOwn(PROPERTIES, name));
  if (extra !== undefined) {
    return `A device has ${isName(extra) ? extra : 'a further property'}, which no page needs.`;
  }
  const [wrong] = Object.entries(PROPERTIES).find(([name, fits]) => !fits(device[name])) ?? [];
  if (wrong === undefined) return undefined;
  return wrong in device ? `${wrong} of a device has a wrong type.` : `A device has no ${wrong}.`;
}

function devicesOf(answer: Answer): readonly unknown[] | undefined {
  const { devices } = jsonObject(answer) ?? {};
  const isRight = answer.status === 200 && isJson(answer) && Array.isArray(devices);
  return isRight ? (devices as readonly unknown[]) : undefined;
}

/** More devices than one page of Enode's lists holds. */
const MANY = 60;

/** The list of each type (docs/enode.md, "Assets"). */
const LISTS: Readonly<Record<string, string>> = {
  vehicle: 'vehicles',
  charger: 'chargers',
  hvac: 'hvacs',
  inverter: 'inverters',
  battery: 'batteries',
  meter: 'meters',
};

async function leavesNoDeviceOut(context: Context): Promise<Verdict> {
  const { host, emulator, userId, usual } = context;
  const [type = 'vehicle', ...others] = readableTypes(usual.scopes);
  await emulator.deleteUser(userId);
  for (const other of others) await emulator.addDevice(userId, other);
  for (let number = 0; number < MANY; number += 1) await emulator.addDevice(userId, type);
  const answer = await host.read('devices');
  const all = MANY + others.length;
  const devices = devicesOf(answer) ?? [];
  const ids = new Set(devices.map((device) => toObject(device)?.id));
  if (devices.length !== all || ids.size !== all) {
    const found =
      ids.size === devices.length
        ? `${ids.size} of ${all}`
        : `${count(devices.length)}, of which ${ids.size} differ`;
    return fail(
      `Sent GET devices-url for a user with ${all} devices; the host answered with ${found}.`,
      'Read every page of each list: as long as pagination.after is not null, ask again with ?after=… and its value.',
    );
  }
  const list = LISTS[type] ?? '';
  const { result: broken } = await emulator.observe(() => host.read('devices'), {
    routes: [{ path: `/users/*/${list}`, status: 500 }],
  });
  if (!isSuccess(broken) && isServerError(broken)) return ok;
  return fail(
    `Sent GET devices-url while Enode answered 500 to the list of ${list}; the host answered ${describe(broken)}.`,
    'Answer 502 if one list cannot be read: the button takes a device that was not there before for a new one.',
  );
}

function count(devices: number): string {
  return devices === 1 ? '1 device' : `${devices} devices`;
}
