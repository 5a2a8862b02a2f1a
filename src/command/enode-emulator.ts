#!/usr/bin/env node
/** Entry: the command `enode-emulator`, another name for `enode-link-button emulator`. */
import { runCommand } from './run-command.js';

process.exitCode = await runCommand(['emulator', ...process.argv.slice(2)]);
