import { route, type RouteConfig } from '@react-router/dev/routes';

export default [
  route('api/enode/*', 'routes/api.enode.$.ts'),
  route('hooks/enode', 'routes/hooks.enode.ts'),
  route('sign-in', 'routes/sign-in.ts'),
] satisfies RouteConfig;
