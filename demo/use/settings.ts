/** Turns the settings in the address into what a host that uses the handler would write. */

export interface Use {
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** The host's own label; empty if it has none. */
  readonly label: string;
}

export function useOf(address: URLSearchParams): Use {
  const base: [string, string][] = [['session-url', '/api/enode/link-session']];
  if (address.get('user-url') !== 'off') base.push(['user-url', '/api/enode/user']);
  if (address.get('devices-url') !== 'off') base.push(['devices-url', '/api/enode/devices']);
  if (address.get('callback-url') !== '') base.push(['callback-url', '/api/enode/callback']);
  const taken = ['session-url', 'user-url', 'devices-url', 'callback-url', 'label', 'theme'];
  for (const [name, value] of address) {
    // Anyone can craft an address, and people copy this text, so only attribute names are let through.
    if (!/^[a-z][a-z-]*$/.test(name) || taken.includes(name) || value === '' || value === 'off')
      continue;
    if (name === 'disabled') base.push([name, '']);
    else base.push([name, name === 'prefetch' ? 'intent' : value]);
  }
  return { attributes: base, label: address.get('label') ?? '' };
}
