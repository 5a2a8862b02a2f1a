import { handler } from '@/lib/enode';

// All methods, so that the handler answers a wrong one itself.
export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
