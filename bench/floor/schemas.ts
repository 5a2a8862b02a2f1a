/** Schemas with six fields for what the element receives in a page. */
import * as z from 'zod/mini';

export function makeSchemas() {
  const session = z.object({ linkUrl: z.string(), linkToken: z.optional(z.string()) });
  const user = z.object({
    linkedVendors: z.array(
      z.object({ vendor: z.string(), vendorType: z.optional(z.string()), isValid: z.boolean() }),
    ),
  });
  return { session, user };
}
