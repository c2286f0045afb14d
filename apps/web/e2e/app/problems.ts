// What goes wrong on a page without anybody seeing it: errors, lines that are written to the console as errors, requests
// that fail, and what the headers refuse. Each fails the test that it happens in, unless it is listed as expected.
import type { Page } from "playwright-core";

import type { Expected, Problem } from "./expected-problem.ts";

/** Chromium repeats what a failed request has already told. */
const REPEATED = "Failed to load resource: ";

const CANCELLED = "net::ERR_ABORTED";

/** The problems of all pages that are watched. */
export class Problems {
  #found: Problem[] = [];

  /** Watches from now on: the page must not have been opened yet. */
  watch(page: Page): void {
    const add = (kind: Problem["kind"], text: string) => this.#found.push({ kind, text });
    page.on("pageerror", (error) => add("error", error.message));
    page.on("console", (message) => {
      if (message.type() !== "error" || message.text().startsWith(REPEATED)) return;
      const refusal = refusalIn(message.text());
      add(refusal === null ? "console" : "refusal", refusal ?? message.text());
    });
    page.on("requestfailed", (request) => {
      const { pathname, protocol } = new URL(request.url());
      // The browser's own pages, such as its viewer of PDFs.
      if (!protocol.startsWith("http")) return;
      // What a page was still loading when it was left.
      if (request.method() === "GET" && request.failure()?.errorText === CANCELLED) return;
      add("request", `${request.method()} ${pathname}: ${request.failure()?.errorText}`);
    });
    page.on("response", (response) => {
      if (response.status() < 400) return;
      const { pathname } = new URL(response.url());
      add("request", `${response.request().method()} ${pathname}: ${response.status()}`);
    });
  }

  /**
   * The problems since the last time that are not expected, and forgets all of them.
   * @param test the name of the test that has run
   * @param expected what tests cause on purpose
   * @returns a line each: `console: …`
   */
  take(test: string, expected: readonly Expected[]): string[] {
    const found = this.#found;
    this.#found = [];
    return unexpected(found, test, expected);
  }
}

/** What the backend's client writes of a refused call; null for another line. */
export function refusalIn(line: string): string | null {
  const [, name, code] = /\[CONVEX \w\((.+?)\)\].+ConvexError: \{"code":"(\w+)"/s.exec(line) ?? [];
  return name === undefined ? null : `${name} ${code}`;
}

/** Rule: a problem is expected in this test, by its whole text. */
export function unexpected(
  found: readonly Problem[],
  test: string,
  expected: readonly Expected[],
): string[] {
  const isExpected = (problem: Problem) =>
    expected.some(
      ({ kind, text, in: tests }) =>
        kind === problem.kind &&
        tests.includes(test) &&
        (typeof text === "string" ? text === problem.text : text.test(problem.text)),
    );
  return found
    .filter((problem) => !isExpected(problem))
    .map(({ kind, text }) => `${kind}: ${text}`);
}
