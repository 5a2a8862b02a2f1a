/** What Enode says of a user: read and stored after each success on the page, and after each webhook. */
import { createEnodeLinkHandler, verifyWebhook, WebhookError } from 'enode-link-button/server';
import { options } from './enode.js';
import { saveDevices } from './store.js';

/**
 * Reads the user's connections from Enode, and stores whose the devices are. A connection is an account at
 * a vendor, with the devices of one type that it brought: [{ vendor, vendorType, isValid, devices }].
 */
export async function refreshUser(userId) {
  const [{ linkedVendors }, { devices }] = await Promise.all([
    read(userId, 'user'),
    read(userId, 'devices'),
  ]);
  saveDevices(
    userId,
    devices.map(({ id }) => id),
  );
  return linkedVendors.map(({ vendor, vendorType, isValid }) => ({
    vendor,
    vendorType,
    isValid,
    // Without a type, it may have brought any.
    devices: devices.filter(
      (one) => one.vendor === vendor && one.vendorType === (vendorType ?? one.vendorType),
    ),
  }));
}

/** For POST /hooks/enode. */
export async function receiveWebhook(request) {
  try {
    const events = await verifyWebhook(request, process.env.ENODE_WEBHOOK_SECRET);
    const userIds = new Set(events.flatMap(({ user }) => user?.id ?? []));
    // Enode waits for five seconds: answer first. A server with more users has a queue here.
    for (const userId of userIds) refreshUser(userId).catch(console.error);
    return new Response();
  } catch (error) {
    if (error instanceof WebhookError) return error.toResponse();
    throw error;
  }
}

/** Only requests made in this file have a user. This handler is mounted nowhere. */
const userIds = new WeakMap();
const handler = createEnodeLinkHandler({
  ...options,
  getUserId: (request) => userIds.get(request) ?? null,
});

async function read(userId, path) {
  const request = new Request(`http://localhost/${path}`);
  userIds.set(request, userId);
  const answer = await handler(request);
  if (!answer.ok) throw new Error(`Enode could not be read: ${await answer.text()}`);
  return answer.json();
}
