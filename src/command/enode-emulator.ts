#!/usr/bin/env node
/** Entry: the command `enode-emulator`, another name of `enode-link-button emulator`. */
import { runCommand } from './run-command.js';

process.exitCode = await runCommand(['emulator', ...process.argv.slice(2)]);
