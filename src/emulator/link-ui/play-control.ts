/** Control over HTTP of Link UI: plays a user (docs/emulator.md, "Playing Link UI"). */
import type { Emulation } from '../emulation.js';
import { readJson } from '../http.js';
import type { App } from '../http.js';
import { problem, validationProblem } from '../problem.js';
import { PlayRefusal } from './play-refusal.js';
import { parsePlay, play } from './play.js';

export function addPlayControl(app: App, emulation: Emulation): void {
  app.post('/emulator/play', async (context) => {
    const json = await readJson(context);
    if ('refusal' in json) return json.refusal;
    const checked = parsePlay(json.body);
    if ('issues' in checked) return validationProblem(checked.issues);
    try {
      return context.json(await play(emulation, checked.value));
    } catch (error) {
      if (error instanceof PlayRefusal) return problem(error.problem);
      throw error;
    }
  });
}
