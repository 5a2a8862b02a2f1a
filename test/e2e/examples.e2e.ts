/**
 * The examples of `examples/`, as a reader has them: installed from the packed package, compiled and built,
 * and played by their own tests, which start them. `npm run test:examples` plays this file; the ports that
 * the examples use must be free: 3000, 4010, 4011, 5173, 8080 and 8400.
 */
import { before, describe, it } from 'node:test';
import { chosenExamples, installExample, packForExamples, scriptsOf } from '../support/example.js';

describe('the example', { timeout: 1_800_000 }, () => {
  before(packForExamples);

  for (const name of chosenExamples()) {
    describe(name, () => {
      let npm: Awaited<ReturnType<typeof installExample>>;
      before(async () => {
        npm = await installExample(name);
      });

      it('compiles and builds, if it has something to build', async () => {
        if ((await scriptsOf(name)).build) await npm('run', 'build');
      });

      it('passes its own test', async () => {
        await npm('test');
      });
    });
  }
});
