/** What the address stands for, as a host with our handler would write it. Pure. */

export interface Use {
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** The host's own label; empty where it has none. */
  readonly label: string;
}

export function useOf(address: URLSearchParams): Use {
  const base: [string, string][] = [['session-url', '/api/enode/link-session']];
  if (address.get('user-url') !== 'off') base.push(['user-url', '/api/enode/user']);
  if (address.get('callback-url') !== '') base.push(['callback-url', '/api/enode/callback']);
  const taken = ['session-url', 'user-url', 'callback-url', 'label', 'theme'];
  for (const [name, value] of address) {
    // Anybody can write an address, and these texts are copied: names of attributes alone.
    if (!/^[a-z][a-z-]*$/.test(name) || taken.includes(name) || value === '' || value === 'off')
      continue;
    if (name === 'disabled') base.push([name, '']);
    else base.push([name, name === 'prefetch' ? 'intent' : value]);
  }
  return { attributes: base, label: address.get('label') ?? '' };
}
