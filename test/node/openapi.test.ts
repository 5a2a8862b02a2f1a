/**
 * openapi.yaml against the code: it is valid OpenAPI 3.1, its links lead to rules, the handler gives no
 * answer that it does not describe, and the button sends no body that it does not describe.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { buildRequest } from '../../src/button/build-request.js';
import { defaults, type Settings } from '../../src/button/settings.js';
import { ASSET, ELSEWHERE, failures, withCar } from './handler-failures.js';
import {
  devicesRequest,
  likeEnode,
  NONCE,
  sessionRequest,
  setUp,
  userRequest,
} from './server-fixture.js';

interface Header {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly schema?: object;
}

interface Described {
  readonly $ref?: string;
  readonly headers?: Record<string, Header>;
  readonly content?: Record<string, object>;
}

interface Operation {
  readonly responses: Record<string, Described>;
}

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = await read('openapi.yaml');
const api = parse(text) as { readonly paths: Record<string, Record<string, Operation>> };
const ajv = new Ajv2020({ allErrors: true });
// What stands beside the schemas is OpenAPI's. Within them an unknown keyword is still a mistake.
ajv.addVocabulary(Object.keys(api));
ajv.addSchema(api, 'openapi.yaml', false, false);

/** What a JSON pointer below the root of the document leads to. */
function at(names: readonly string[]): unknown {
  const found = names.reduce<unknown>((all, name) => (all as Record<string, unknown>)[name], api);
  assert.ok(found, names.join(' '));
  return found;
}

function assertValid(pointer: readonly string[], value: unknown, what: string): void {
  const path = pointer.map((name) => encodeURIComponent(name.replaceAll('/', '~1'))).join('/');
  const validate = ajv.getSchema(`openapi.yaml#/${path}`);
  assert.ok(validate, path);
  assert.ok(
    validate(value),
    `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`,
  );
}

const schemaOf = (name: string) => {
  const validate = ajv.getSchema(`openapi.yaml#/components/schemas/${name}`);
  assert.ok(validate, name);
  return validate;
};

/** Where a response is described: in the operation, or among those that operations share. */
function pointerOf(path: string, method: string, status: string): string[] {
  const { responses } = at(['paths', path, method]) as Operation;
  const described = responses[status];
  assert.ok(described, `${method} ${path} does not describe ${status}`);
  return (
    described.$ref?.replace('#/', '').split('/') ?? ['paths', path, method, 'responses', status]
  );
}

/** Checks that an answer is described: its status, its type, its headers and its body. */
async function assertDescribed(path: string, method: string, response: Response): Promise<void> {
  const what = `${method} ${path} ${response.status}`;
  const pointer = pointerOf(path, method, String(response.status));
  const { headers = {}, content } = at(pointer) as Described;
  for (const [name, header] of Object.entries(headers)) {
    const value = response.headers.get(name);
    const path = header.$ref?.replace('#/', '').split('/');
    const { required = false, schema } = path ? (at(path) as Header) : header;
    assert.ok(value !== null || !required, `${what} lacks ${name}`);
    assert.ok(schema && (value === null || ajv.validate(schema, value)), `${what}: ${name}`);
  }
  const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
  assert.ok(content?.[type], `${what} does not describe ${type}`);
  const body: unknown = type.endsWith('json') ? await response.json() : await response.text();
  assertValid([...pointer, 'content', type, 'schema'], body, what);
}

const operationOf = ({ url, method }: Request): [path: string, method: string] => {
  const path = `/${url.split('/').at(-1) ?? ''}`;
  // A wrong method is an answer of the operation that has the right one.
  return [
    path,
    method === 'PUT' ? (path === '/link-session' ? 'post' : 'get') : method.toLowerCase(),
  ];
};

describe('openapi.yaml', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(parse(text) as Record<string, unknown>);
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, '3.1');
    const broken = await new Validator().validate({ ...api, paths: { 'no-slash': {} } });
    assert.ok(!broken.valid, 'the validator finds a fault');
  });

  it('links to headings of docs/own-endpoints.md', async () => {
    const headings = [...(await read('docs/own-endpoints.md')).matchAll(/^#+ (.+)$/gm)].map(
      ([, title = '']) => title.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...text.matchAll(/docs\/own-endpoints\.md#([\w-]+)/g)].map(([, id]) => id ?? '');
    assert.ok(links.length > 30);
    for (const id of links) assert.ok(headings.includes(id), id);
  });

  it('describes what the handler answers if all is well', async () => {
    const { handler } = setUp(
      {},
      { api: (call) => (call.path.includes('/vehicles') ? withCar(call) : likeEnode(call)) },
    );
    const callback = new Request(`https://app.example/api/enode/callback?enode_link=${NONCE}`);
    const requests = [sessionRequest(), userRequest(), devicesRequest(), callback];
    for (const [index, path] of Object.keys(api.paths).entries()) {
      const request = requests[index];
      assert.ok(request);
      const response = await handler(request);
      assert.equal(response.status, 200, path);
      await assertDescribed(path, request.method.toLowerCase(), response);
    }
  });

  for (const [code, fail] of Object.entries(failures)) {
    it(`describes the problem ${code} wherever the handler answers it`, async () => {
      const requests = fail().requests ?? [sessionRequest(), userRequest(), devicesRequest()];
      for (const request of requests) {
        const { changes, answers } = fail();
        const { handler } = setUp(changes, answers);
        const response = await handler(request);
        const told = (await response.clone().json()) as { readonly code: string };
        assert.equal(told.code, code);
        await assertDescribed(...operationOf(request), response);
      }
    });
  }

  it('is tried with every problem that the handler has', async () => {
    const source = await read('src/server/problem.ts');
    const table = source.slice(source.indexOf('const KINDS'), source.indexOf('as const satisfies'));
    const codes = [...table.matchAll(/^ {2}'?([a-z-]+)'?: \{$/gm)].map(([, code]) => code ?? '');
    assert.deepEqual([...Object.keys(failures), ...ELSEWHERE].sort(), codes.sort());
  });

  it('describes what the button sends, as much and as little as that is', () => {
    const page = {
      href: 'https://app.example/',
      base: 'https://app.example/',
      origin: 'https://app.example',
    };
    const most: Partial<Settings> = {
      vendorType: 'vehicle',
      vendor: 'TESLA',
      scopes: 'vehicle:read:data vehicle:read:location',
      assetId: 'asset-1',
      colorScheme: 'dark',
      callbackUrl: '/api/enode/callback',
    };
    const schema = ['components', 'schemas', 'LinkSessionRequest'];
    const known = Object.keys(at([...schema, 'properties']) as object);
    for (const settings of [{}, most]) {
      const all = { ...defaults(), sessionUrl: '/link-session', ...settings };
      const body = buildRequest(all, NONCE, 'en-US', page);
      assertValid(schema, body, JSON.stringify(settings));
      for (const name of Object.keys(body)) assert.ok(known.includes(name), name);
      if (settings === most) assert.deepEqual(Object.keys(body).sort(), known.sort());
    }
  });

  it('refuses what a host must refuse', () => {
    const validate = schemaOf('LinkSessionRequest');
    const redirectUri = `https://app.example/?enode_link=${NONCE}`;
    for (const body of [null, [], 'text', {}, { redirectUri: 5 }, { redirectUri, scopes: [] }]) {
      assert.equal(validate(body), false, JSON.stringify(body));
    }
    assert.equal(validate({ redirectUri, newer: 1 }), true);
  });

  it('lets no device have more than a page may know', () => {
    const validate = schemaOf('LinkedDevice');
    const { information, ...asset } = ASSET;
    const { brand, model } = information;
    const device = { ...asset, vendorType: 'vehicle', name: 'Car', brand, model };
    assert.equal(validate(device), true);
    assert.equal(validate({ ...device, vin: 'secret' }), false);
  });
});
