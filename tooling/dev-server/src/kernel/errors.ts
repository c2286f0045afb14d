// The one error class that crosses layers: a stable code, a sentence, and the HTTP status it maps to.

/** HTTP statuses, as the CLI distinguishes them: user errors are 400, errors of the backend 500. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 416 | 429 | 500 | 503;

export class BackendError extends Error {
  readonly code: string;
  readonly status: ErrorStatus;
  constructor(code: string, message: string, status: ErrorStatus = 400) {
    super(message);
    this.name = "BackendError";
    this.code = code;
    this.status = status;
  }
}
