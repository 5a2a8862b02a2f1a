/** What may be in no answer (docs/own-endpoints.md, "no-secrets"). Looks at all answers of the check. */
import type { Answer } from '../http.js';
import { fail, ok } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';
import { requests } from './enode-calls.js';

export const noSecretsRules: readonly Rule[] = [{ rule: 'no-secrets', try: toldNoSecret }];

/** Texts that only the emulator writes, which stands for Enode. */
const ENODE_TEXT =
  /developers\.enode\.com\/api\/problems|This answer is a fault that was set on purpose|Emulated fault|Asset not found or already linked|Could not find user with ID/;
const TOKEN = /"access_token"|Bearer [\w.~+/-]{20}/;

/** Shorter secrets, such as the usual one of the checker, are words that may be in any text. */
const SHORTEST_SECRET = 8;

/** With these, Enode says in words what is wrong with a request: no other rule has seen them. */
const REFUSALS = [400, 409, 422];

async function toldNoSecret(context: Context): Promise<Verdict> {
  const { host, emulator } = context;
  for (const status of REFUSALS) {
    for (const { send } of requests(context)) {
      await emulator.observe<Answer>(send, { api: { status, path: '/users' } });
    }
  }
  const secrets = secretsOf(context);
  const isIn = {
    'a secret': (text: string) => secrets.some((secret) => text.includes(secret)),
    'an access token': (text: string) => TOKEN.test(text),
    "a text of Enode's": (text: string) => ENODE_TEXT.test(text),
  };
  const answers = [...host.texts];
  const [found] = Object.entries(isIn).find(([, test]) => answers.some(test)) ?? [];
  if (found === undefined) return ok;
  return fail(
    `Of all answers of this check, one had ${found} in it.`,
    'Write the texts of your errors yourself, and pass on nothing of an answer but what the button reads.',
  );
}

/** The texts that give a secret away. */
function secretsOf({ emulator, webhook, userId }: Context): readonly string[] {
  const { clientId, clientSecret } = emulator.access;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const others = [clientSecret, webhook?.secret ?? ''].flatMap((secret) => {
    if (secret.length >= SHORTEST_SECRET) return secret;
    // As a whole value of JSON it is no mere word, unless it is the name of the user.
    return secret === '' || secret === userId ? [] : JSON.stringify(secret);
  });
  return [basic, ...others];
}
