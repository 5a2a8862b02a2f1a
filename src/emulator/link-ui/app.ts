/**
 * Link UI: opens a linkUrl once, leads through the journey, and goes back to the app. Plain links
 * and forms, each answered by a redirect, so that reload and back do no harm and no script or
 * cookie is needed. Knows routes; the order of steps is `journey.ts`, the looks are `pages.ts`.
 */
import type { Context } from 'hono';
import { VENDOR_TYPES } from '../catalogue.js';
import type { Emulation } from '../emulation.js';
import { createApp, readForm } from '../http.js';
import type { App, Env } from '../http.js';
import { sendPage } from '../page.js';
import type { LinkSession } from '../link-sessions.js';
import { answer, begin, brands, chooseBrand, mayVisit, nextStep, services } from './journey.js';
import type { Step } from './journey.js';
import { messagePage } from './frame.js';
import type { Message, View } from './frame.js';
import { introPage, stepPage, successPage } from './pages.js';
import { STYLE } from './style.js';
import { textsFor } from './texts.js';

const PATHS = '/journey/:journeyId';

export function createLinkUiApp(emulation: Emulation): App {
  const { store, faults } = emulation;
  const app = createApp(emulation, {
    part: () => 'linkUi',
    fault: (context, _part, status) => message(context, 'trouble', status),
    // The path of a linkUrl and the id of a journey are secrets.
    loggedPath: (path) =>
      path.replace(/^\/journey\/[^/]*/, '/journey/…').replace(/^\/[^/]{40,}$/, '/…'),
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
      status: page.status ?? 200,
      policy: [
        ...(page.anyTarget ? [] : ["form-action 'self'"]),
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

  /** The session of a journey that still goes on, or the page to show in its place. */
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
    if (session.fate !== 'unused') return message(context, 'used', 410, session);
    if (store.sessions.isExpired(session)) return message(context, 'expired', 410, session);
    // A look at the headers, or a prefetch, is not a visit: it must not use up the only one.
    if (context.req.method === 'HEAD') return context.body(null, 200);
    if (/prefetch|prerender/.test(context.req.header('Sec-Purpose') ?? '')) {
      return message(context, 'trouble', 503, session);
    }
    begin(store, session);
    return go(context, session, 'intro');
  });

  app.get(`${PATHS}/intro`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    if (nextStep(session) === 'success') return go(context, session, 'success');
    const shown = view(context, session);
    return send(context, { ...shown, ...introPage(shown) });
  });

  // Exit and Complete are reached by GET: a link, and a form whose page has no form-action policy.
  app.get(`${PATHS}/exit`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    if (session.fate === 'used') session.fate = 'exited';
    return redirect(context, cancelled(session.redirectUri));
  });

  app.get(`${PATHS}/success`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    const next = nextStep(session);
    if (next !== 'success') return go(context, session, next);
    const shown = view(context, session);
    // Chromium holds every hop of the redirect against form-action, and where the app's callback
    // leads on to is not known here.
    return send(context, { ...shown, ...successPage(shown), anyTarget: true });
  });

  app.get(`${PATHS}/complete`, (context) => {
    const session = find(context);
    if (!('journeyId' in session)) return session;
    const next = nextStep(session);
    if (next !== 'success') return go(context, session, next);
    session.fate = 'completed';
    return redirect(context, session.redirectUri);
  });

  app.get(`${PATHS}/continue`, (context) => {
    const session = find(context);
    return 'journeyId' in session ? go(context, session, nextStep(session)) : session;
  });

  const visit = (
    step: Step,
    submit: (session: LinkSession, form: URLSearchParams) => Refusal | undefined,
  ) => {
    app.get(`${PATHS}/${step}`, (context) => {
      const session = find(context);
      if (!('journeyId' in session)) return session;
      if (!mayVisit(store, session, step)) return go(context, session, nextStep(session));
      const shown = view(context, session);
      const query = new URL(context.req.url).searchParams;
      return send(context, { ...shown, ...stepPage(shown, step, query) });
    });
    app.post(`${PATHS}/${step}`, async (context) => {
      const form = await readForm(context);
      const session = await find(context);
      if (!('journeyId' in session)) return session;
      if (!mayVisit(store, session, step)) return go(context, session, nextStep(session));
      const refusal = submit(session, form);
      if (refusal) return go(context, session, `${step}?refused=${refusal}`);
      return go(context, session, nextStep(session));
    });
  };

  visit('brand', (session, form) => {
    const vendor = form.get('vendor') ?? '';
    if (!brands(store, session).includes(vendor)) return 'unknown';
    chooseBrand(store, session, vendor);
    return undefined;
  });
  visit('service', (session, form) => {
    const type = VENDOR_TYPES.find((each) => each === form.get('vendorType'));
    const { vendor = '' } = session.journey;
    if (!type || !services(store, session, vendor).includes(type)) return 'unknown';
    answer(session, 'service', { vendorType: type });
    return undefined;
  });
  visit('access', (session) => {
    if (faults.status(session.journey.vendor ?? '') === 'OUTAGE') return 'outage';
    answer(session, 'access', { consented: true });
    return undefined;
  });
  visit('sign-in', (session, form) => {
    const { vendor, vendorType } = session.journey;
    const username = (form.get('username') ?? '').trim();
    const password = form.get('password') ?? '';
    session.journey.triedUsername = username.slice(0, 200);
    if (username === '') return 'username';
    if (password === '') return 'password';
    const asset =
      vendor && vendorType && store.virtualAssets.signIn(vendor, vendorType, username, password);
    if (!asset) return 'credentials';
    answer(session, 'sign-in', { signedIn: asset });
    return undefined;
  });
  visit('code', (session, form) => {
    if ((form.get('code') ?? '').trim() === '') return 'code';
    answer(session, 'code', { verified: true });
    return undefined;
  });
  visit('devices', (session) => {
    const { signedIn } = session.journey;
    if (signedIn) store.link(session, signedIn, faults.current.linkedVendorDelayMs ?? 0);
    return undefined;
  });
  return app;
}

type PageParts = ReturnType<typeof introPage> & {
  readonly status?: number;
  /** The page's form may lead anywhere. */
  readonly anyTarget?: boolean;
};

/** Why a step's form was sent back. Goes into the address, so it holds nothing that was typed. */
type Refusal = 'unknown' | 'outage' | 'username' | 'password' | 'credentials' | 'code';

function redirect(context: Context<Env>, to: string): Response {
  context.header('Cache-Control', 'no-store');
  context.header('Referrer-Policy', 'no-referrer');
  return context.redirect(to, 303);
}

/** The redirectUri as it is, with why the user left added (enode-api.md, "Return from Link UI"). */
function cancelled(redirectUri: string): string {
  const hashAt = redirectUri.indexOf('#');
  const base = hashAt < 0 ? redirectUri : redirectUri.slice(0, hashAt);
  const hash = hashAt < 0 ? '' : redirectUri.slice(hashAt);
  const added = new URLSearchParams({
    error: 'cancelledByUser',
    error_message: 'The user left Link UI before a device was linked.',
  });
  const joint = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return base + joint + added.toString() + hash;
}
