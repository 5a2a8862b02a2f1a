/**
 * The recipes of `recipes/`: small servers in several languages that have endpoints of their own for the
 * button. Reads what each one needs, and runs it against an emulator, in a folder outside this repository.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyApplication, packInto, PACKAGE, unpackInto } from './packed-package.js';
import { freePort, run, startProgram } from './programs.js';
import type { Enode } from './recipe-site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'recipes');
/** The page that all recipes serve. */
const PUBLIC = 'public';
const SCRIPTS = ['enode-link-button.js', 'enode-link-callback.js'];
/** Kept from run to run, because an installation takes longest; each checkout has its own. */
const work = join(tmpdir(), `enode-link-recipes-${hashOf(root).slice(0, 12)}`);
/** What a run leaves in the folder of a recipe for the next one. */
const STAMP = '.installed-from';
const KEPT = ['node_modules', STAMP];

type Command = readonly string[];

/** What `recipe.json` says. */
export interface HostRecipe {
  /** The name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly language: string;
  /** The file to read first. */
  readonly file: string;
  /** Debian packages that must be installed. */
  readonly debian: readonly string[];
  readonly install: readonly Command[];
  readonly build: readonly Command[];
  /** `{port}` stands for the port. */
  readonly start: Command;
  /** A path that answers once the server has started. */
  readonly readyPath: string;
}

/** A recipe that runs. */
export interface RunningRecipe {
  /** Its origin. */
  readonly base: string;
  readonly webhookSecret: string;
  /** All that it wrote. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

/** All recipes that there are. */
export function hostRecipes(): HostRecipe[] {
  return readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== PUBLIC)
    .map(({ name }) => readRecipe(name))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** The recipes that `RECIPES=fastapi,go` chooses, or all of them. */
export function chosenRecipes(): HostRecipe[] {
  const recipes = hostRecipes();
  const chosen = process.env.RECIPES;
  if (!chosen) return recipes;
  const names = chosen.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !recipes.some((recipe) => recipe.name === name));
  assert.deepEqual(unknown, [], `RECIPES: choose from ${recipes.map(({ name }) => name).join()}`);
  return recipes.filter(({ name }) => names.includes(name));
}

function readRecipe(name: string): HostRecipe {
  const path = join(source, name, 'recipe.json');
  assert.ok(existsSync(path), `recipes/${name} has no recipe.json`);
  const said = JSON.parse(readFileSync(path, 'utf8')) as Partial<HostRecipe>;
  const { title, language, file, debian, start, install = [], build = [], readyPath = '/' } = said;
  assert.ok(
    title && language && file && debian && start,
    `recipes/${name}/recipe.json lacks title, language, file, debian or start`,
  );
  assert.ok(existsSync(join(source, name, file)), `recipes/${name} has no ${file}`);
  return { name, title, language, file, debian, start, install, build, readyPath };
}

/** What a person types to install, build and start a recipe in its folder. */
export function shellCommand({ install, build, start }: HostRecipe, port: string): string {
  return [...install, ...build, start].map(asShell).join(' && ').replaceAll('{port}', port);
}

function asShell(command: Command): string {
  const [shell, option, script] = command;
  if (shell === 'sh' && option === '-c' && script !== undefined) return script;
  return command.map((part) => (/^[\w@%+=:,./{}-]+$/.test(part) ? part : `'${part}'`)).join(' ');
}

/** Makes what the recipes share: the packed package, and the page with the scripts of `dist`. */
export async function prepareRecipes(): Promise<void> {
  await packInto(work);
  const folder = join(work, PUBLIC);
  await rm(folder, { recursive: true, force: true });
  await cp(join(source, PUBLIC), folder, { recursive: true });
  for (const script of SCRIPTS) await cp(join(root, 'dist/cdn', script), join(folder, script));
}

/** Installs and builds a recipe in a copy of its folder, and starts it with the emulator as Enode. */
export async function startRecipe(recipe: HostRecipe, enode: Enode): Promise<RunningRecipe> {
  const folder = await copyOf(recipe);
  await installIn(folder, recipe);
  for (const command of recipe.build) await runIn(folder, command);
  const port = String(await freePort());
  const base = `http://localhost:${port}`;
  const webhookSecret = 'webhook-secret-of-the-test';
  const program = await startProgram(
    recipe.start.map((part) => part.replaceAll('{port}', port)),
    {
      folder,
      address: `${base}${recipe.readyPath}`,
      env: {
        ENODE_CLIENT_ID: enode.clientId,
        ENODE_CLIENT_SECRET: enode.clientSecret,
        ENODE_OAUTH_URL: enode.oauthUrl,
        ENODE_API_URL: enode.apiUrl,
        ENODE_WEBHOOK_SECRET: webhookSecret,
        SESSION_SECRET: 'session-secret-of-the-test-with-more-than-32-bytes',
        APP_ORIGIN: base,
        PORT: port,
        PUBLIC_DIR: join(work, PUBLIC),
      },
    },
  );
  return { ...program, base, webhookSecret };
}

async function copyOf({ name }: HostRecipe): Promise<string> {
  const folder = join(work, name);
  await copyApplication(join(source, name), folder, { kept: KEPT, made: ['node_modules'] });
  return folder;
}

/** Installs what the recipe's lock names, unless the last run has done so. */
async function installIn(folder: string, { install }: HostRecipe): Promise<void> {
  if (install.length === 0) return;
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => '');
  const hash = hashOf(JSON.stringify([lock, install]));
  const stamp = join(folder, STAMP);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) {
    if (existsSync(join(folder, 'node_modules', PACKAGE))) await unpackInto(folder, work);
    return;
  }
  for (const command of install) await runIn(folder, command);
  await writeFile(stamp, hash);
}

function runIn(folder: string, [command = '', ...args]: Command): Promise<string> {
  return run(command, args, folder, {
    ...process.env,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_ignore_scripts: 'true',
    npm_config_prefer_offline: 'true',
  });
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
