/** Recognises an element after its page was left or loaded again, by the settings that tell it apart. */
import type { ElementKey } from '../return/start-record.js';
import { toText, type Settings } from './settings.js';

export function elementKey(element: HTMLElement & Settings): ElementKey {
  const { id, vendor, vendorType, assetId } = element;
  return {
    id,
    sessionUrl: absolute(toText(element.sessionUrl)),
    vendor: toText(vendor),
    vendorType: toText(vendorType),
    assetId: toText(assetId),
  };
}

/** The address as fetch resolves it. */
function absolute(url: string): string {
  const { baseURI } = document;
  return url && URL.canParse(url, baseURI) ? new URL(url, baseURI).href : url;
}
