/** What the control API of the emulator answers (docs/emulator.md, "Control over HTTP"). */

/** One entry of `GET /emulator/requests`. */
export interface LoggedRequest {
  readonly part: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Whether a fault replaced or delayed the answer. */
  readonly fault: boolean;
  readonly enodeVersion: string | null;
}

/** One entry of `GET /emulator/sessions`. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly assetId: string | null;
  readonly vendorType: string | null;
  readonly vendor: string | null;
  readonly scopes: readonly string[];
  readonly language: string;
  readonly colorScheme: string;
  /** The value of enode_link is replaced by an ellipsis. */
  readonly redirectUri: string;
}

/** A device that the checker added to an account. */
export interface AddedDevice {
  readonly id: string;
  readonly vendor: string;
  readonly vendorType: string;
  /** What a person calls it, as Enode has it or as it follows from brand and model. */
  readonly name: string;
}

/** What a play through Link UI came to. */
export interface Played {
  readonly returnUrl: string | null;
  readonly vendor: string | null;
}

export interface LinkedVendor {
  readonly vendor: string;
  readonly vendorType: string;
  readonly isValid: boolean;
}

/** A fault of the answers of one part (docs/emulator.md, "Faults"). */
interface AnswerFault {
  readonly delayMs?: number;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly times?: number;
  readonly path?: string;
}

/** The faults that the checker sets. */
export interface Faults {
  readonly oauth?: AnswerFault;
  readonly api?: AnswerFault;
  readonly routes?: readonly (AnswerFault & { readonly path: string; readonly method?: string })[];
  readonly connectionsLimit?: boolean;
  readonly clockOffsetMs?: number;
}

/** The segments of a path, decoded. */
export function segments(path: string): readonly string[] {
  return path.split('/').map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  });
}

/** Whether a request went to an address of its own of this user, and not only named the id within another. */
export function isAbout(request: LoggedRequest, userId: string): boolean {
  return segments(request.path).includes(userId);
}

/** The user that a request is about. */
export function userOf({ path }: LoggedRequest): string | undefined {
  const [, first, userId] = segments(path);
  return first === 'users' && userId !== '' ? userId : undefined;
}
