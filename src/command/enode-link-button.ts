#!/usr/bin/env node
/** Entry: the command `enode-link-button`. */
import { runCommand } from './run-command.js';

process.exitCode = await runCommand(process.argv.slice(2));
