/** The version of this package; test/e2e/package.e2e.ts holds it against package.json. */
export const version = '0.1.0';
