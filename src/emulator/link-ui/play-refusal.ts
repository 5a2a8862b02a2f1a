/** Why a user could not be played: the problem to answer with. */
import type { Problem } from '../problem.js';

export class PlayRefusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** A mistake in a field of the request, which only its Link session shows. */
export function wrong(field: string, message: string): PlayRefusal {
  return new PlayRefusal({
    status: 400,
    type: 'validation-error',
    title: 'Validation error',
    detail: message,
    issues: [{ code: 'invalid_string', path: [field], message }],
  });
}
