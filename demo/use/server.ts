/** The server half: the code of README.md and docs/server.md, so that it is written in one place. */
import type { Use } from './settings.js';

/** A file to copy. */
export interface ServerFile {
  readonly file: string;
  readonly code: string;
}

/** The ways to put the handler into a server, by the marks of their blocks in docs/server.md. */
export const mounts = {
  express: 'Express',
  next: 'Next.js',
  sveltekit: 'SvelteKit',
  hono: 'Hono',
  fastify: 'Fastify',
  node: 'node:http',
} as const;

/** The block of a document that has this mark; its first line names the file. */
function block(markdown: string, name: string): ServerFile {
  const pattern = new RegExp(
    `<!-- test: ${name} -->\\n+\`\`\`ts\\n// (\\S+)\\n(.*?)\\n\`\`\``,
    's',
  );
  const [, file, code] = pattern.exec(markdown) ?? [];
  if (file === undefined || code === undefined) throw new Error(`There is no block ${name}`);
  return { file, code };
}

/** The handler of README.md, which accepts what the page asks for. */
export function handlerFile(readme: string, { attributes }: Use): ServerFile {
  const { file, code } = block(readme, 'handler');
  const settings = new Map(attributes);
  const scopes = settings
    .get('scopes')
    ?.split(/[\s,]+/)
    .map((one) => `'${one.replaceAll(/['"\\]/g, '')}'`);
  const withScopes = scopes
    ? code.replace(/scopes: \[.*\]/, `scopes: [${scopes.join(', ')}]`)
    : code;
  // The page with the button is its own return page, and may be opened with a query.
  const isOwn = !settings.has('callback-url');
  return {
    file,
    code: isOwn ? withScopes.replace("3000/api/enode/callback'", "3000/?*'") : withScopes,
  };
}

/** The file that puts the handler into a server. */
export const mountFile = (serverDocument: string, mount: keyof typeof mounts): ServerFile =>
  block(serverDocument, mount);
