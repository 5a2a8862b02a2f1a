/**
 * The pages of Link UI: introduction, the steps that ask for a choice, and success. Tests may rely on the
 * `data-testid`s (docs/emulator.md, "Playing Link UI").
 */
import { html } from 'hono/html';
import { entry, FILTER_SCRIPT, filterForm, readQuery } from '../filter.js';
import { displayName, SCOPES } from '../state/catalogue.js';
import type { Html } from '../page.js';
import { CHECK, CHEVRON, CROSS, HOUSE, typeIcon, WARNING } from './drawings.js';
import { brandOf, journeyPage, messagePage, primary, vendorOf } from './frame.js';
import type { Content, View } from './frame.js';
import { brands, services } from './journey.js';
import type { Step } from './journey.js';
import { codePage, signInPage } from './sign-in-pages.js';

export function introPage(view: View): Content {
  const { texts } = view;
  return journeyPage(view, 'intro', texts.introTitle, {
    main: html`${HOUSE}
      <h1>${texts.introTitle}</h1>
      <p class="lead">${texts.introLead}</p>
      <ul class="points">
        ${texts.introPoints.map(
          ([title, text]) =>
            html`<li>
              ${CHECK}<span><strong>${title}</strong> ${text}</span>
            </li>`,
        )}
      </ul>`,
    // GET, because this step has no answer.
    foot: html`<form method="get" action="continue">${primary(texts.continue)}</form>`,
  });
}

export function stepPage(view: View, step: Step, query: URLSearchParams): Content {
  const refused = query.get('refused') ?? '';
  if (step === 'brand') return brandPage(view, readQuery(query, 'q'));
  const outage = view.emulation.faults.status(vendorOf(view)) === 'OUTAGE';
  if (outage && (step === 'service' || step === 'access')) return outagePage(view, step);
  if (step === 'service') return servicePage(view);
  if (step === 'access') return accessPage(view);
  if (step === 'sign-in') return signInPage(view, refused);
  return step === 'code' ? codePage(view, refused) : devicesPage(view);
}

export function successPage(view: View): Content {
  const { texts } = view;
  const title = texts.successTitle;
  return journeyPage(view, 'success', title, {
    main: html`<div class="seal">${CHECK}</div>
      <h1 class="centre">${title}</h1>
      <p class="lead centre">${texts.successLead(brandOf(view))}</p>
      ${deviceCard(view)}`,
    foot: html`<form method="get" action="complete">${primary(texts.complete, 'complete')}</form>`,
  });
}

function brandPage(view: View, query: string): Content {
  const { texts, emulation, session } = view;
  if (!session) return messagePage(view, 'unknown');
  const filter = {
    name: 'q',
    query,
    texts: {
      label: texts.brandSearch,
      button: texts.brandSearchButton,
      all: texts.brandAll,
      count: texts.brandCount,
      none: texts.brandNone,
    },
  };
  const offered = brands(emulation.store, session)
    .map((vendor) => ({ vendor, name: displayName(vendor) }))
    .map((brand) => ({ ...brand, text: `${brand.name} ${brand.vendor}` }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const badge = (vendor: string) => {
    const status = emulation.faults.status(vendor);
    if (status === 'READY') return '';
    const text = status === 'OUTAGE' ? texts.brandOutage : texts.brandWarning;
    return html`<span class="badge">${text}</span>`;
  };
  const content = journeyPage(view, 'brand', texts.brandTitle, {
    main: html`<h1>${texts.brandTitle}</h1>
      ${filterForm(
        filter,
        'brand',
        offered.map(({ text }) => text),
      )}
      <form method="post" action="brand">
        <ul class="choices">
          ${offered.map(
            ({ vendor, name, text }) =>
              html`<li ${entry(text, filter)}>
                <button name="vendor" value="${vendor}" data-testid="brand-${vendor}">
                  <span class="monogram" aria-hidden="true">${initial(name)}</span>
                  <span class="name">${name}</span> ${badge(vendor)} ${CHEVRON}
                </button>
              </li>`,
          )}
        </ul>
      </form>`,
  });
  return { ...content, script: FILTER_SCRIPT };
}

function servicePage(view: View): Content {
  const { texts, emulation, session } = view;
  const title = texts.serviceTitle(brandOf(view));
  const types = session ? services(emulation.store, session, vendorOf(view)) : [];
  return journeyPage(view, 'service', title, {
    main: html`<h1>${title}</h1>
      ${warning(view)}
      <form method="post" action="service">
        <ul class="choices">
          ${types.map(
            (type) =>
              html`<li>
                <button name="vendorType" value="${type}" data-testid="service-${type}">
                  <span class="monogram">${typeIcon(type)}</span>
                  <span class="name">${texts.types[type]}</span> ${CHEVRON}
                </button>
              </li>`,
          )}
        </ul>
      </form>`,
  });
}

function outagePage(view: View, step: Step): Content {
  const { texts, session } = view;
  const title = texts.outageTitle(brandOf(view));
  return journeyPage(view, step, title, {
    main: html`<div class="seal quiet">${WARNING}</div>
      <h1 class="centre" data-testid="outage">${title}</h1>
      <p class="lead centre">${texts.outageLead(brandOf(view))}</p>`,
    foot: html`${
        session?.vendor === undefined
          ? html`<a class="button secondary" href="brand">${texts.outageOther}</a>`
          : ''
      } <a class="button primary" href="exit" data-testid="exit-outage">${texts.exit}</a>`,
  });
}

function accessPage(view: View): Content {
  const { texts, session } = view;
  const title = texts.accessTitle(brandOf(view));
  const ofType = SCOPES.filter((scope) =>
    scope.startsWith(`${session?.journey.vendorType ?? ''}:`),
  );
  const isGranted = (scope: string) => session?.scopes.includes(scope) ?? false;
  const refused = ofType.filter((scope) => !isGranted(scope));
  const list = (granted: boolean, scopes: typeof ofType) =>
    html`<ul class="scopes ${granted ? 'granted' : 'refused'}">
      ${scopes.map(
        (scope) =>
          html`<li data-scope="${scope}">
            ${granted ? CHECK : CROSS}<span
              ><span class="unseen">${granted ? texts.accessYes : texts.accessNo}</span> ${
                texts.scopes[scope]
              }</span
            >
          </li>`,
      )}
    </ul>`;
  return journeyPage(view, 'access', title, {
    main: html`<h1>${title}</h1>
      ${warning(view)}
      <h2>${texts.accessGranted}</h2>
      ${list(true, ofType.filter(isGranted))}
      ${
        refused.length > 0
          ? html`<h2>${texts.accessRefused}</h2>
              ${list(false, refused)}`
          : ''
      }`,
    foot: html`<p class="small">${texts.accessConsent}</p>
      <form method="post" action="access">${primary(texts.continue)}</form>`,
  });
}

function devicesPage(view: View): Content {
  const { texts } = view;
  return journeyPage(view, 'devices', texts.devicesTitle, {
    main: html`<h1>${texts.devicesTitle}</h1>
      <p class="lead">${texts.devicesLead}</p>
      ${deviceCard(view)}`,
    foot: html`<form method="post" action="devices">${primary(texts.continue)}</form>`,
  });
}

function deviceCard({ session, texts }: View): Html | string {
  const device = session?.journey.signedIn;
  if (!device) return '';
  return html`<ul class="devices">
    <li data-testid="device">
      <span class="monogram">${typeIcon(device.vendorType)}</span>
      <span class="name"
        ><strong>${device.name}</strong>
        <span
          >${displayName(device.vendor)} ${device.model} · ${texts.types[device.vendorType]}</span
        >
      </span>
    </li>
  </ul>`;
}

function warning(view: View): Html | string {
  if (view.emulation.faults.status(vendorOf(view)) !== 'ELEVATED_ERROR_RATE') return '';
  return html`<p class="notice" data-testid="warning">
    ${WARNING}<span>${view.texts.warning(brandOf(view))}</span>
  </p>`;
}

/** The first character, which may have two code units. */
function initial(name: string): string {
  return String.fromCodePoint(name.codePointAt(0) ?? 0).toUpperCase();
}
