import express from 'express';
import { toNodeListener } from 'enode-link-button/server';
import { receiveWebhook, refreshUser } from './devices';
import { handler } from './enode';
import { sessionFor, userOf } from './session';

const app = express();
app.use('/api', (request, response, next) => {
  // Only the app's own page: another site could sign its visitors in as somebody else, or out.
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead || request.headers.origin === process.env.APP_ORIGIN) next();
  else response.sendStatus(403);
});
// Before every parser: both read the body themselves.
app.use('/api/enode', toNodeListener(handler));
app.post('/hooks/enode', toNodeListener(receiveWebhook));

app.get('/api/account', async (request, response) => {
  const user = userOf(request.headers.cookie);
  if (user) response.json({ user, connections: await refreshUser(user) });
  else response.sendStatus(401);
});
app.post('/api/sign-in', express.urlencoded(), (request, response) => {
  const session = sessionFor(request.body?.user);
  if (session) response.cookie(...session);
  response.redirect(303, '/');
});
app.post('/api/sign-out', (_request, response) => {
  response.clearCookie('session').redirect(303, '/');
});
app.use(express.static('dist'));
app.listen(3000, 'localhost');
