/** What the page "Use it" of the playground prints for each framework, as files of an application. */
import { frameworks } from '../../demo/use/frameworks.js';
import { useOf } from '../../demo/use/settings.js';

/** With every setting that the playground has, and a label of odd characters. */
export const EVERY_SETTING = useOf(
  new URLSearchParams({
    mode: 'popup',
    'vendor-type': 'vehicle',
    vendor: 'TESLA',
    scopes: 'vehicle:read:data vehicle:read:location',
    language: 'de-DE',
    'color-scheme': 'dark',
    variant: 'outline',
    size: 'large',
    shape: 'pill',
    'host-name': 'A "bright" & <new> {day}',
    timeout: '5000',
    prefetch: 'intent',
    disabled: 'on',
    label: 'Your {car} @ `home` & <more> ${x}',
  }),
);

/** The file for an application of test/frameworks, if the page prints code for its framework. */
export function useItFile(
  app: string,
): { readonly file: string; readonly code: string } | undefined {
  const found = frameworks.find(({ id }) => id === app);
  return found && { file: found.file, code: found.code(EVERY_SETTING) };
}
