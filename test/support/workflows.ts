/** Reads the workflows in .github/workflows: their jobs, the steps of a job, and what a step runs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url));
export const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

/** The lines below a key that is indented so far, without comments. */
export function below(text: string, key: string, indent: number): string {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  const start = lines.findIndex((line) => line.startsWith(`${' '.repeat(indent)}${key}`));
  assert.notEqual(start, -1, `there is no ${key}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= indent);
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}

/** The jobs of a workflow: name → text. */
function jobsOf(text: string): [name: string, job: string][] {
  const jobs = below(text, 'jobs:', 0);
  const names = [...jobs.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name);
  return names.map((name) => [name, below(jobs, `${name}:`, 2)]);
}

export const allJobs = workflows.flatMap(({ name, text }) =>
  jobsOf(text).map(([job, content]) => ({ name: `${name} ${job}`, content })),
);
export const job = (name: string): string => {
  const found = allJobs.find((one) => one.name === name);
  assert.ok(found, `there is no job ${name}`);
  return found.content;
};

/** The steps of a job, each as its text. */
export const stepsOf = (content: string): string[] =>
  below(content, 'steps:', 4)
    .split(/^ {6}- /m)
    .slice(1);

/** The step of a job that has this name. */
export function step(content: string, name: string): string {
  const found = stepsOf(content).find((one) => one.startsWith(`name: ${name}\n`));
  assert.ok(found, `there is no step "${name}"`);
  return found;
}

/** What a step runs in the shell. */
export function scriptOf(step: string): string {
  const [, indented, line] = /^ *run: (?:\|\n((?: {10}.*\n?)+)|(.*))$/m.exec(step) ?? [];
  return indented?.replaceAll(/^ {10}/gm, '') ?? line ?? '';
}

/** Runs the script of a step as GitHub does. */
export const runStep = (script: string, cwd: string, env: Record<string, string>) =>
  spawnSync('bash', ['-e', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
