#!/usr/bin/env node
/** Entry: the command `enode-link-button`. */
import { runCommand } from './run-command.js';

// The reader of a pipe has gone, as with `| head`: end as with Ctrl+C, so that nothing stays behind.
let isClosed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!isClosed) process.emit('SIGINT');
  isClosed = true;
});

process.exitCode = await runCommand(process.argv.slice(2));
