// What goes wrong on a page, and how a test says that it causes it.

/** Something that went wrong on a page. */
export interface Problem {
  /**
   * `error`: an error that nobody catches; `console`: a line written as an error; `request`: one that fails; `refusal`: a
   * call that the backend refuses.
   */
  kind: "error" | "console" | "request" | "refusal";
  /**
   * What it says. Of a request its method, its path, and how it failed; of a refusal the function and the code:
   * `auth:signIn UNAUTHENTICATED`.
   */
  text: string;
}

/** A problem that a test causes on purpose. */
export interface Expected extends Omit<Problem, "text"> {
  /** All of its text. */
  text: string | RegExp;
  /** The names of the tests. */
  in: readonly string[];
  why: string;
}
