/**
 * Stands in for AWS on your own machine: turns HTTP requests into the events that a function URL sends
 * (payload format 2.0), and results into answers. Not deployed.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import { handler } from './handler.js';

const URL_ID = 'local';
/** The function never sees the address in the browser, as behind CloudFront. */
const DOMAIN = `${URL_ID}.lambda-url.eu-central-1.on.aws`;
const LARGEST_BODY = 6 * 1024 * 1024;

createServer(async (request, response) => {
  try {
    const body = await buffer(request);
    if (body.byteLength > LARGEST_BODY) {
      response.writeHead(413).end();
      return;
    }
    const result = await handler(toEvent(request, body), {} as Context, () => {});
    if (typeof result !== 'object') throw new TypeError('This stand-in takes no plain text.');
    const { statusCode = 200, headers, cookies = [], isBase64Encoded = false } = result;
    // AWS adds this type to results that have none.
    response.setHeader('content-type', 'application/json');
    for (const [name, value] of Object.entries(headers ?? {})) {
      response.setHeader(name, String(value));
    }
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.writeHead(statusCode);
    response.end(Buffer.from(result.body ?? '', isBase64Encoded ? 'base64' : 'utf8'));
  } catch (error) {
    console.error(error);
    response.writeHead(502).end('Internal Server Error');
  }
}).listen(process.env.PORT ?? 8000);

function toEvent(request: IncomingMessage, body: Buffer): LambdaFunctionURLEvent {
  const { method = 'GET', url = '/', headers, socket } = request;
  const [rawPath = '/', rawQueryString = ''] = url.split(/\?(.*)/s);
  const { cookie, connection, host, ...rest } = headers;
  const sourceIp = socket.remoteAddress ?? '';
  const now = new Date();
  // Only ASCII text arrives as it is: forms, and JSON with other letters in it, arrive as base64.
  const isText =
    /text|json|xml/.test(headers['content-type'] ?? '') &&
    !/[^\x00-\x7f]/.test(body.toString('latin1'));
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookie && { cookies: cookie.split(/; */) }),
    headers: {
      ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])),
      host: DOMAIN,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: URL_ID,
      domainName: DOMAIN,
      domainPrefix: URL_ID,
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: crypto.randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.byteLength > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.byteLength > 0 && !isText,
  };
}
