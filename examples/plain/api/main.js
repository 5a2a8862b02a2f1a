import express from 'express';
import { toNodeListener } from 'enode-link-button/server';
import { receiveWebhook, refreshUser } from './devices.js';
import { handler, PAGE_ORIGIN } from './enode.js';
import { sessionFor, userOf } from './session.js';

const app = express();
// Before every parser: both read the body themselves. The handler sends its own CORS headers.
app.use('/api/enode', toNodeListener(handler));
app.post('/hooks/enode', toNodeListener(receiveWebhook));
app.get('/ready', (_request, response) => response.send('ready'));

app.use('/api', (request, response, next) => {
  // Only the page: the cookie comes with requests of every page on this machine.
  if (request.headers.origin !== PAGE_ORIGIN) return response.sendStatus(403);
  response.set('Access-Control-Allow-Origin', PAGE_ORIGIN);
  response.set('Access-Control-Allow-Credentials', 'true');
  response.vary('Origin');
  next();
});
app.get('/api/account', async (request, response) => {
  const user = userOf(request.headers.cookie);
  if (user) response.json({ user, connections: await refreshUser(user) });
  else response.sendStatus(401);
});
app.post('/api/sign-in', express.urlencoded(), (request, response) => {
  const session = sessionFor(request.body?.user);
  if (session) response.cookie(...session);
  response.sendStatus(session ? 204 : 400);
});
app.post('/api/sign-out', (_request, response) => {
  response.clearCookie('session').sendStatus(204);
});
app.listen(3000, 'localhost');
