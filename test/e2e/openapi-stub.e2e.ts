/**
 * openapi.yaml in another language: a generator makes Go types of it, a client with these types
 * compiles, and understands what the handler answers. `npm run test:recipes` runs it, because it needs Go.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import { parse } from 'yaml';
import { createEnodeLinkHandler, toNodeListener } from '../../src/server/index.js';
import { emulate, play, TESLA } from '../node/emulator-fixture.js';
import { run } from '../support/programs.js';

const root = new URL('../..', import.meta.url);
const CALLBACK_URL = 'https://app.example/api/enode/callback';
const REDIRECT_URI = `${CALLBACK_URL}?enode_link=${'n'.repeat(22)}`;

/** Go types of all schemas of the document. */
async function generateTypes(): Promise<string> {
  const { components } = parse(await readFile(new URL('openapi.yaml', root), 'utf8')) as {
    components: { schemas: Record<string, object> };
  };
  const schemas = new JSONSchemaInput(new FetchingJSONSchemaStore());
  for (const name of Object.keys(components.schemas)) {
    const schema = JSON.stringify({ $ref: `#/components/schemas/${name}`, components });
    await schemas.addSource({ name, schema });
  }
  const inputData = new InputData();
  inputData.addInput(schemas);
  const rendererOptions = { package: 'main' };
  const { lines } = await quicktype({ inputData, lang: 'go', rendererOptions });
  return lines.join('\n');
}

describe('a client in Go, with types made of openapi.yaml', () => {
  let fixture: Awaited<ReturnType<typeof emulate>>;
  let folder: string;
  let server: Server;

  before(async () => {
    fixture = await emulate();
    folder = await mkdtemp(join(tmpdir(), 'enode-openapi-'));
    const { clientId, clientSecret, oauthUrl, apiUrl } = fixture.emulator;
    const handler = createEnodeLinkHandler({
      clientId,
      clientSecret,
      environment: { oauthUrl, apiUrl },
      getUserId: () => 'u1',
      callbackUrls: [CALLBACK_URL],
      defaults: { scopes: ['vehicle:read:data'] },
    });
    server = createServer(toNodeListener(handler)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.close();
    await fixture.emulator.close();
    await rm(folder, { recursive: true });
  });

  it('compiles, and understands a session, a user, devices and a problem', async () => {
    await writeFile(join(folder, 'go.mod'), 'module client\n\ngo 1.19\n');
    await writeFile(join(folder, 'types.go'), await generateTypes());
    await copyFile(new URL('test/openapi/client.go', root), join(folder, 'client.go'));
    await run('go', ['build', '-o', 'client', '.'], folder);
    const car = await fixture.emulator.createVirtualAsset(TESLA);
    await play(await fixture.linkUrl(), car);

    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/enode`;
    const told = await run(join(folder, 'client'), [base, REDIRECT_URI], folder);
    const { LinkSession, User, Devices, Problem } = JSON.parse(told) as Record<string, object>;
    const answered = async (path: string) => (await fetch(base + path)).json();
    assert.deepEqual(User, await answered('/user'));
    assert.deepEqual(Devices, await answered('/devices'));
    assert.match(JSON.stringify([User, Devices]), /TESLA.*Family car/);
    assert.deepEqual(Object.keys(LinkSession ?? {}).sort(), ['linkToken', 'linkUrl']);
    assert.match(JSON.stringify(Problem), /"code":"redirect-uri-refused"/);
  });
});
