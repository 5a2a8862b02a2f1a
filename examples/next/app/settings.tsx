'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { vendorName } from 'enode-link-button';
import { EnodeLinkButton, type EnodeLinkButtonElement } from 'enode-link-button/react';
import type { Connection } from '@/lib/devices';

export function Settings({ connections }: { connections: Connection[] }) {
  // Renders the page again, for which the server reads Enode again.
  const { refresh: reload } = useRouter();
  const link = useRef<EnodeLinkButtonElement>(null);
  const [outcome, setOutcome] = useState('');
  const [news, setNews] = useState('');

  // A webhook may have told the server something while the user was elsewhere.
  useEffect(() => {
    addEventListener('focus', reload);
    return () => removeEventListener('focus', reload);
  }, [reload]);

  function reconnect(connection: Connection) {
    aim(connection);
    void link.current?.open();
  }

  /** Sets what the button connects: an account again, or any device. "Try again" needs the same once more. */
  function aim(connection?: Connection) {
    const { vendor = '', vendorType = '', devices = [] } = connection ?? {};
    const assetId = devices[0]?.id ?? '';
    if (link.current) Object.assign(link.current, { vendor, vendorType, assetId });
  }

  async function remove({ vendor, vendorType }: Connection) {
    const name = vendorName(vendor);
    if (!confirm(`Remove ${name}, with all devices listed for it?`)) return;
    const path = [vendor, vendorType ?? []].flat().join('/');
    const answer = await fetch(`/api/enode/user/vendors/${path}`, { method: 'DELETE' });
    setNews(answer.ok ? `${name} was removed.` : `${name} could not be removed. Try again.`);
    setOutcome('');
    // The button may still name what is gone.
    await link.current?.refresh().catch(() => undefined);
    reload();
  }

  return (
    <>
      <section className="card">
        <h2>Your devices</h2>
        {connections.length === 0 && <p>None yet. Connect your first one below.</p>}
        <ul>
          {connections.map((connection) => {
            const { vendor, vendorType, isValid, devices } = connection;
            const name = vendorName(vendor);
            return (
              <li key={`${vendor} ${vendorType}`}>
                <div>
                  {devices.map((device) => (
                    <p key={device.id}>
                      {device.name}
                      {device.isReachable === false && ' – not reachable'}
                    </p>
                  ))}
                  {devices.length === 0 && <p>Waiting for the device…</p>}
                  <small>
                    {name} {vendorType}
                    {!isValid && ' – no longer connected'}
                  </small>
                </div>
                {!isValid && (
                  <button aria-label={`Reconnect ${name}`} onClick={() => reconnect(connection)}>
                    Reconnect
                  </button>
                )}
                <button aria-label={`Remove ${name}`} onClick={() => remove(connection)}>
                  Remove
                </button>
              </li>
            );
          })}
        </ul>
        <p role="status">{news}</p>
      </section>
      <section className="card">
        <h2>Connect a device</h2>
        <EnodeLinkButton
          ref={link}
          id="link"
          sessionUrl="/api/enode/link-session"
          userUrl="/api/enode/user"
          devicesUrl="/api/enode/devices"
          callbackUrl="/api/enode/callback"
          onLinkStart={() => setOutcome('')}
          onLinkSuccess={({ detail }) => {
            const [repaired] = detail.repaired;
            aim();
            setOutcome(
              repaired
                ? `${vendorName(repaired.vendor)} is connected again.`
                : 'Connected. Your device is listed above as soon as it is ready.',
            );
            reload();
          }}
          onLinkDevices={({ detail: { added } }) => {
            if (added.length > 0) {
              setOutcome(`Sunrise now looks after ${added.map(({ name }) => name).join(', ')}.`);
            }
            reload();
          }}
          onLinkCancel={({ detail }) => {
            aim();
            setOutcome(
              detail.verified
                ? 'Nothing was connected. You can try again at any time.'
                : 'We could not see whether a device was connected. It would be listed above.',
            );
            reload();
          }}
          onLinkError={({ detail: { error } }) => {
            if (!error.retryable) aim();
            setOutcome(
              error.code === 'session-unauthorized'
                ? 'You are signed out. Load the page again to sign in.'
                : 'That did not work. Your devices are as they were.',
            );
          }}
        />
        {/* No live region: the button announces its outcomes itself. */}
        <p>{outcome}</p>
      </section>
    </>
  );
}
