/**
 * The routes of Link UI: it opens a linkUrl once, leads through the journey, and returns to the app. It uses
 * plain links and forms, each answered by a redirect, so that reload and back do no harm and neither a script
 * nor a cookie is needed. One page has a script: the list of brands is filtered while a person types. The order of the steps is in `journey.ts`, what a user changes is in `visit.ts`, and the
 * pages are in `pages.ts`.
 */
import type { Context } from 'hono';
import type { Emulation } from '../emulation.js';
import { createApp, readForm } from '../http.js';
import type { App, Env } from '../http.js';
import { sendPage } from '../page.js';
import type { LinkSession } from '../state/link-sessions.js';
import { mayVisit, nextStep, STEPS } from './journey.js';
import type { Step } from './journey.js';
import { redirect } from './leave.js';
import { messagePage } from './frame.js';
import type { Content, Message, View } from './frame.js';
import { introPage, stepPage, successPage } from './pages.js';
import { STYLE } from './style.js';
import { textsFor } from './texts.js';
import { closedReason, complete, exit, open, submit } from './visit.js';

const PATHS = '/journey/:journeyId';

export function createLinkUiApp(emulation: Emulation): App {
  const { store, faults } = emulation;
  const app = createApp(emulation, {
    part: () => 'linkUi',
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
  const send = (context: Context<Env>, page: Pick<View, 'lang' | 'session'> & PageParts) => {
    const { coop, frameAncestors } = faults.current.linkUi ?? {};
    return sendPage(context, {
      title: page.title,
      lang: page.lang,
      colorScheme: page.session?.colorScheme ?? 'system',
      style: STYLE,
      body: page.body,
      script: page.script,
      status: page.status ?? 200,
      policy: [
        // A form may lead to the vendor's own page, and Chromium checks every redirect.
        ...(page.anyTarget ? [] : [`form-action 'self' ${emulation.vendorOrigin}`]),
        ...(frameAncestors ? [`frame-ancestors '${frameAncestors}'`] : []),
      ],
      headers: {
        'Cross-Origin-Opener-Policy': coop,
        'X-Frame-Options': frameAncestors && 'DENY',
      },
    });
  };
  const message = (context: Context<Env>, what: Message, status: number, session?: LinkSession) => {
    const shown = view(context, session);
    return send(context, { ...shown, ...messagePage(shown, what), status });
  };

  /** The session of a journey that has not ended, or the page to show instead. */
  const find = (context: Context<Env>): LinkSession | Response | Promise<Response> => {
    const session = store.sessions.byJourney(context.req.param('journeyId') ?? '');
    if (!session) return message(context, 'unknown', 404);
    if (session.fate === 'exited') return message(context, 'ended', 410, session);
    const done = nextStep(session) === 'success';
    return store.sessions.isExpired(session) && !done
      ? message(context, 'expired', 410, session)
      : session;
  };
  const go = (context: Context<Env>, session: LinkSession, to: string) =>
    redirect(context, `/journey/${session.journeyId}/${to}`);

  app.get('/:path', (context) => {
    const session = store.sessions.byPath(context.req.param('path'));
    if (!session) return message(context, 'unknown', 404);
    const closed = closedReason(emulation, session);
    if (closed) return message(context, closed, 410, session);
    // A HEAD request or a prefetch is not a visit: it must not use up the link.
    if (context.req.method === 'HEAD') return context.body(null, 200);
    if (/prefetch|prerender/.test(context.req.header('Sec-Purpose') ?? '')) {
      return message(context, 'trouble', 503, session);
    }
    const ended = open(emulation, session);
    return ended === undefined ? go(context, session, 'intro') : redirect(context, ended);
  });

  app.get(`${PATHS}/intro`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    if (nextStep(session) === 'success') return go(context, session, 'success');
    const shown = view(context, session);
    return send(context, { ...shown, ...introPage(shown) });
  });

  // Exit and Complete use GET: a link, and a form on a page without a form-action policy.
  app.get(`${PATHS}/exit`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    return redirect(context, exit(session));
  });

  app.get(`${PATHS}/success`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    const next = nextStep(session);
    if (next !== 'success') return go(context, session, next);
    const shown = view(context, session);
    // Chromium checks every redirect against form-action, and where the app's callback redirects to is
    // unknown here.
    return send(context, { ...shown, ...successPage(shown), anyTarget: true });
  });

  app.get(`${PATHS}/complete`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    const next = nextStep(session);
    if (next !== 'success') return go(context, session, next);
    return redirect(context, complete(session));
  });

  app.get(`${PATHS}/continue`, (context) => {
    const session = find(context);
    return 'journeyId' in session ? go(context, session, nextStep(session)) : session;
  });

  // The links back from the vendor's own sign-in page (see vendor-app.ts).
  app.get('/vendor/:ticket/:to', (context) => {
    const session = store.sessions.byVendorTicket(context.req.param('ticket'));
    const to = ['continue', 'access', 'exit'].find((each) => each === context.req.param('to'));
    if (!session || !to) return message(context, 'unknown', 404);
    return go(context, session, to);
  });

  const addStep = (step: Step) => {
    app.get(`${PATHS}/${step}`, (context) => {
      const session = find(context);
      if (!('journeyId' in session)) return session;
      if (!mayVisit(store, session, step)) return go(context, session, nextStep(session));
      if (step === 'sign-in' && faults.current.vendorSignIn) {
        return redirect(context, `${emulation.vendorOrigin}/sign-in/${session.vendorTicket}`);
      }
      const shown = view(context, session);
      const query = new URL(context.req.url).searchParams;
      return send(context, { ...shown, ...stepPage(shown, step, query) });
    });
    app.post(`${PATHS}/${step}`, async (context) => {
      const form = await readForm(context);
      const session = await find(context);
      if (!('journeyId' in session)) return session;
      if (!mayVisit(store, session, step)) return go(context, session, nextStep(session));
      const refusal = submit(emulation, session, step, form);
      if (refusal) return go(context, session, `${step}?refused=${refusal}`);
      return go(context, session, nextStep(session));
    });
  };
  for (const step of STEPS) addStep(step);
  return app;
}

type PageParts = Content & {
  readonly status?: number;
  /** The page's form may lead to any address. */
  readonly anyTarget?: boolean;
};
