/** Whose device is whose, in a file. REPLACE this by a table of your database. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'devices.json';

/** Replaces the devices of a user: one that Enode no longer lists was removed. */
export function saveDevices(userId, assetIds) {
  const stored = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
  const others = Object.entries(stored).filter(([, owner]) => owner !== userId);
  const own = assetIds.map((assetId) => [assetId, userId]);
  writeFileSync(FILE, JSON.stringify(Object.fromEntries([...others, ...own]), null, 2));
}
