/**
 * What Chromium exposes of a page to a screen reader, as text: the accessibility tree of the DevTools
 * protocol.
 */
import type { Page } from 'playwright-core';

type Tree = Awaited<ReturnType<typeof readTree>>;
type Node = Tree[number];

/** What a screen reader says besides role and name. `live` regions are read out when they change. */
const PROPERTIES = ['busy', 'disabled', 'modal', 'live'];
/** Roles that are not announced; their content is. */
const SILENT = ['none', 'generic', 'InlineTextBox', 'LineBreak'];
/** Roles that are named by their content, which is not repeated below them. */
const NAMED_BY_CONTENT = ['button', 'heading', 'link'];

async function readTree(page: Page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes;
}

/** One line for each thing that is read out, in the order of reading; content is indented. */
export async function accessibilityLog(page: Page): Promise<string[]> {
  const nodes = await readTree(page);
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const [root] = nodes;
  return root ? linesOf(root, byId, 0) : [];
}

function linesOf(node: Node, byId: ReadonlyMap<string, Node>, depth: number): string[] {
  const role = String(node.role?.value);
  const inside = (level: number): string[] =>
    (node.childIds ?? []).flatMap((id) => {
      const child = byId.get(id);
      return child ? linesOf(child, byId, level) : [];
    });
  if (node.ignored || SILENT.includes(role)) return inside(depth);
  const line = `${'  '.repeat(depth)}${describe(node, role)}`;
  return NAMED_BY_CONTENT.includes(role) ? [line] : [line, ...inside(depth + 1)];
}

function describe({ name, description, properties }: Node, role: string): string {
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
  const said = (properties ?? []).flatMap(({ name: property, value }) => {
    if (!PROPERTIES.includes(property) || !value.value || value.value === 'off') return [];
    const word = text(value.value);
    return [word ? `${property}: ${word}` : property];
  });
  return [
    role === 'StaticText' ? 'text' : role,
    ...(text(name?.value) ? [`“${text(name?.value)}”`] : []),
    ...(text(description?.value) ? [`described by “${text(description?.value)}”`] : []),
    ...(said.length > 0 ? [`(${said.sort().join(', ')})`] : []),
  ].join(' ');
}
