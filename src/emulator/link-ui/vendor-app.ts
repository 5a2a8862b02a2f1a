/**
 * The vendor's own sign-in page, on its own origin, if the fault `vendorSignIn` is set: many vendors do not
 * let others ask for their passwords. Like a real vendor it has a ticket, and not the id of the journey.
 * From here the user returns to Link UI, which finds the next step.
 */
import type { Context } from 'hono';
import type { Emulation } from '../emulation.js';
import { createApp, readForm } from '../http.js';
import type { App, Env } from '../http.js';
import type { LinkSession } from '../state/link-sessions.js';
import { sendPage } from '../page.js';
import { messagePage } from './frame.js';
import type { Content, Message, View } from './frame.js';
import { mayVisit } from './journey.js';
import { redirect } from './leave.js';
import { signIn } from './sign-in.js';
import { vendorSignInPage } from './sign-in-pages.js';
import { STYLE } from './style.js';
import { textsFor } from './texts.js';

export function createVendorApp(emulation: Emulation): App {
  const { store, faults, linkOrigin } = emulation;
  const app = createApp(emulation, {
    part: () => 'vendorSignIn',
    fault: (context, _part, status) => message(context, 'trouble', status),
    refuse: (context, response) =>
      response.status === 405
        ? response
        : message(context, response.status === 404 ? 'unknown' : 'trouble', response.status),
  });

  const view = (context: Context<Env>, session?: LinkSession): View => ({
    ...textsFor(session?.language ?? 'browser', context.req.header('Accept-Language')),
    emulation,
    session,
  });
  const send = (context: Context<Env>, shown: View, { title, body }: Content, status = 200) => {
    const { coop, frameAncestors } = faults.current.vendorSignIn ?? {};
    return sendPage(context, {
      title,
      lang: shown.lang,
      colorScheme: shown.session?.colorScheme ?? 'system',
      style: STYLE,
      body,
      status,
      policy: [
        `form-action 'self' ${linkOrigin}`,
        ...(frameAncestors ? [`frame-ancestors '${frameAncestors}'`] : []),
      ],
      headers: {
        'Cross-Origin-Opener-Policy': coop,
        'X-Frame-Options': frameAncestors && 'DENY',
      },
    });
  };
  const message = (context: Context<Env>, what: Message, status: number) => {
    const shown = view(context);
    return send(context, shown, messagePage(shown, what), status);
  };
  const back = (context: Context<Env>, session: LinkSession) =>
    redirect(context, `${linkOrigin}/vendor/${session.vendorTicket}/continue`);
  /** Whether the sign-in step is next, and this page is the one that asks. */
  const isTurn = (session: LinkSession) =>
    faults.current.vendorSignIn !== undefined &&
    session.fate === 'used' &&
    !store.sessions.isExpired(session) &&
    mayVisit(store, session, 'sign-in');

  app.get('/sign-in/:ticket', (context) => {
    const session = store.sessions.byVendorTicket(context.req.param('ticket'));
    if (!session) return message(context, 'unknown', 404);
    if (!isTurn(session)) return back(context, session);
    const refused = new URL(context.req.url).searchParams.get('refused') ?? '';
    const shown = view(context, session);
    return send(context, shown, vendorSignInPage(shown, refused));
  });

  app.post('/sign-in/:ticket', async (context) => {
    const form = await readForm(context);
    const session = store.sessions.byVendorTicket(context.req.param('ticket'));
    if (!session) return message(context, 'unknown', 404);
    const refusal = isTurn(session) ? signIn(store, session, form) : undefined;
    if (!refusal) return back(context, session);
    return redirect(context, `/sign-in/${session.vendorTicket}?refused=${refusal}`);
  });
  return app;
}
