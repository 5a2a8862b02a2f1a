/** Which redirectUri the host accepts (docs/own-endpoints.md, "redirect-uri"). */
import { describe, isSuccess } from '../answer.js';
import { ATTACKER, NONCE_PARAMETER, withNonce } from '../host.js';
import type { Host } from '../host.js';
import { each, fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';
import { readableTypes } from './page-narrows.js';

export const redirectUriRules: readonly Rule[] = [
  { rule: 'redirect-uri', needs: ['session'], try: refusesOtherAddresses },
];

const CHANGE = `Match the text as it arrived against the whole pattern ^CALLBACK\\?${NONCE_PARAMETER}=[A-Za-z0-9_-]{22,128}$, for links and relinks alike, where CALLBACK is your callback URL, escaped.`;

async function refusesOtherAddresses(context: Context): Promise<Verdict> {
  const { host, emulator } = context;
  const assetId = await addBrokenDevice(context);
  const all = attacks(host);
  // A host may look at the redirectUri of new links only.
  const relinks = all.slice(0, 1).map(([what, redirectUri]) => {
    const asset = "the assetId of the user's own device that needs a new sign-in";
    return [`${what} and ${asset}`, redirectUri, { assetId }] as const;
  });
  return each([...all, ...relinks], async ([what, redirectUri, fields = {}]) => {
    const { result: answer, sessions } = await emulator.observe(() =>
      host.link({ ...fields, redirectUri }),
    );
    if (!isSuccess(answer) && sessions.length === 0) return ok;
    const made = sessions.length > 0 ? 'and made a session' : 'and made no session';
    return fail(
      `Sent a redirectUri with ${what}; the host answered ${describe(answer)}, ${made}.`,
      CHANGE,
    );
  });
}

/** A device of the user that could be linked again. Returns its id. */
async function addBrokenDevice({ emulator, userId, usual }: Context): Promise<string> {
  const [type = 'vehicle'] = readableTypes(usual.scopes);
  await emulator.deleteUser(userId);
  const { id, vendor } = await emulator.addDevice(userId, type);
  await emulator.invalidate(userId, vendor);
  return id;
}

type Attack = readonly [what: string, redirectUri: string, fields?: object];

/** Addresses that differ from the callback URL in one thing each. */
function attacks(host: Host): readonly Attack[] {
  const { callback } = host.urls;
  const { protocol, host: name, hostname, port, pathname, search } = callback;
  const path = pathname + search;
  const right = host.redirectUri();
  const isHttps = protocol === 'https:';
  const at = (authority: string) => withNonce(`${protocol}//${authority}${path}`);
  const withPort = (hostname: string) => (port ? `${hostname}:${port}` : hostname);
  return [
    ['another origin', withNonce(`${ATTACKER}${path}`)],
    [
      'another origin, and the callback URL in its query',
      withNonce(`${ATTACKER}/?to=${callback.href}`),
    ],
    [
      'a host that begins with yours',
      at(withPort(`${hostname.replaceAll(/[[\]]/g, '')}.attacker.example`)),
    ],
    ['a host that ends in yours', at(withPort(`attacker-${hostname.replaceAll(/[[\]:]/g, '')}`))],
    ['your host as the user name of another', at(`${name.replace(':', '%3A')}@attacker.example`)],
    ['your host behind a backslash', withNonce(`${ATTACKER}\\@${name}${path}`)],
    ['a user name', at(`somebody:secret@${name}`)],
    ['another port', at(`${hostname}:${port === '4' ? '5' : '4'}`)],
    [
      isHttps ? 'http in place of https' : 'https in place of http',
      withNonce(`${isHttps ? 'http' : 'https'}://${name}${path}`),
    ],
    ['another path', withNonce(`${callback.origin}/enode-check-elsewhere`)],
    [
      'a path that begins with that of the callback',
      withNonce(`${callback.origin}${pathname}-elsewhere`),
    ],
    ['a path below that of the callback', withNonce(`${callback.origin}${pathname}/elsewhere`)],
    [
      'a path that leads out of the callback',
      withNonce(`${callback.origin}${pathname}/../../elsewhere`),
    ],
    ...(host.callbackTakesAnyQuery ? [] : furtherParameters(right)),
    [`a second ${NONCE_PARAMETER}`, withNonce(right)],
    ['a hash', `${right}#elsewhere`],
    [`no ${NONCE_PARAMETER}`, callback.href],
    [`an ${NONCE_PARAMETER} that no button makes`, right.replace(/=[^=]*$/, '=%3Cscript%3E')],
    ['a script', `javascript:alert(1)//${right}`],
    ['no origin', withNonce(`//attacker.example${path}`)],
    ['two lines, of which the second is right', `${ATTACKER}/\n${right}`],
  ];
}

function furtherParameters(right: string) {
  return [
    ['a further parameter', `${right}&next=${encodeURIComponent(ATTACKER)}`],
    ['an error, as if Enode had added it', `${right}&error=access_denied`],
  ] as const;
}
