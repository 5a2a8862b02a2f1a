/** Which assets the host relinks (docs/own-endpoints.md, "relink-owner" and "ids-escaped"). */
import { describe, isClientError, isSuccess, saysSignedOut } from '../answer.js';
import { isAbout } from '../emulator-answers.js';
import type { LoggedRequest } from '../emulator-answers.js';
import { each, fail, ok, skip } from '../rule.js';
import type { Context, Rule, Verdict } from '../rule.js';
import { readableTypes } from './page-narrows.js';

export const relinkRules: readonly Rule[] = [
  { rule: 'relink-owner', needs: ['session'], try: relinksOwnAssets },
  { rule: 'ids-escaped', needs: ['session'], try: escapesIds },
];

const IGNORED = 'The host ignores assetId, and makes an ordinary session.';
const NOT_OFFERED = 'The host refuses every assetId without asking Enode, so it does not relink.';

async function relinksOwnAssets(context: Context): Promise<Verdict> {
  const { host, emulator, userId, stranger, usual } = context;
  const [type = 'vehicle'] = readableTypes(usual.scopes);
  await emulator.deleteUser(userId);
  const foreign = await emulator.addDevice(stranger, type);
  await emulator.invalidate(stranger, foreign.vendor);
  const own = await emulator.addDevice(userId, type);
  const relink = (assetId: string) => emulator.observe(() => host.link({ assetId }));

  const healthy = await relink(own.id);
  await emulator.invalidate(userId, own.vendor);
  const invalid = await relink(own.id);
  const strange = await relink(foreign.id);

  if (strange.sessions.some((session) => session.userId === stranger)) {
    return fail(
      `Sent the assetId of another user; the host made a session for that user, and answered ${describe(strange.result)}.`,
      "Read the signed-in user's assets from Enode, and answer 404 if the id is not among them: Enode's relink call takes any asset of your client.",
    );
  }
  if (invalid.sessions.some(({ assetId }) => assetId === null)) return skip(IGNORED);
  const isAsked = [healthy, invalid, strange].some(({ requests }) => requests.some(isApi));
  if (!isAsked && isClientError(invalid.result)) return skip(NOT_OFFERED);
  if (!isSuccess(invalid.result) || invalid.sessions.length !== 1) {
    return fail(
      `Sent the assetId of the user's own device that needs a new sign-in; the host answered ${describe(invalid.result)}.`,
      'Answer with the session of POST /assets/{assetId}/relink if the asset is one of the user, of any type.',
    );
  }
  return (
    refuses(strange.result, 'the assetId of another user', '404') ??
    refuses(healthy.result, "the assetId of the user's own device that is linked already", '409') ??
    ok
  );
}

function refuses(answer: Parameters<typeof describe>[0], what: string, status: string) {
  if (isClientError(answer) && !saysSignedOut(answer)) return undefined;
  const reason = saysSignedOut(answer)
    ? 'the button takes 401 and 403 for a user who is signed out'
    : 'nothing is wrong with your server or Enode';
  return fail(
    `Sent ${what}; the host answered ${describe(answer)}.`,
    `Answer ${status}: ${reason}.`,
  );
}

async function escapesIds({ host, emulator, stranger }: Context): Promise<Verdict> {
  const ids = [
    `x/../../users/${stranger}/link?`,
    `x/../../users/${stranger}/link#`,
    `%2e%2e/%2e%2e/users/${stranger}/link?`,
    `x/${stranger}`,
    `..`,
  ];
  return each(ids, async (assetId) => {
    const {
      result: answer,
      sessions,
      requests,
    } = await emulator.observe(() => host.link({ assetId }));
    if (
      sessions.some(({ assetId: relinked, userId }) => relinked === null && userId !== stranger)
    ) {
      return skip(IGNORED);
    }
    const astray = requests.find((request) => isAbout(request, stranger) || isShort(request));
    if (!astray && !sessions.some(({ userId }) => userId === stranger)) return ok;
    const where = (astray?.path ?? '').replace(stranger, '{another user}');
    return fail(
      `Sent an assetId with characters of a path; the host requested ${where} from Enode, and answered ${describe(answer)}.`,
      'Escape each id as one segment of the path (encodeURIComponent, quote with safe="", rawurlencode, url.PathEscape), and refuse "." and "..".',
    );
  });
}

const isApi = ({ part }: LoggedRequest) => part === 'api';

/** A path that `..` has shortened. */
function isShort({ path }: LoggedRequest): boolean {
  return path === '/relink' || path === '/assets' || path === '/assets/';
}
