/** Starts a stand-in for Enode, and subscribes the server to webhooks, which you do once at Enode. */
import { startEmulator } from 'enode-link-button/emulator';

const { ENODE_CLIENT_ID: clientId, ENODE_CLIENT_SECRET: clientSecret } = process.env;
const { ENODE_WEBHOOK_SECRET: secret, WEBHOOK_URL: url, APP_ORIGIN } = process.env;
const ports = { port: 4010, linkPort: 4011 };
const emulator = await startEmulator({ ...ports, clientId, clientSecret, readyAssets: true });

async function post(path, authorization, type, body) {
  const headers = { authorization, 'content-type': type };
  const answer = await fetch(emulator.apiUrl + path, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const basic = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
const grant = ['application/x-www-form-urlencoded', 'grant_type=client_credentials'];
const { access_token: token } = await post('/oauth2/token', basic, ...grant);
const webhook = ['application/json', JSON.stringify({ url, secret })];
await post('/webhooks', `Bearer ${token}`, ...webhook);

console.log(`Open ${APP_ORIGIN}, and connect one of these devices:`);
console.table(emulator.readyAssets, ['name', 'vendor', 'username', 'password']);
