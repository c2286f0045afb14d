// The tests of the app: `test` gives each file an app of its own, `flow` proves that a flow of the backend has a page.
import { flows, nameOf } from "@repo/backend/flows/flows";
import type { Page } from "playwright-core";
import { test as base, expect, inject, vi } from "vitest";

import { App } from "./app.ts";
import { overBudget } from "./budgets.ts";
import { expectedProblems } from "./expected-problems.ts";

export const test = base.extend<{ app: App; withoutProblems: void }>({
  app: [
    async ({}, use) => {
      const app = await App.start(inject("prepared"));
      await use(app);
      await app.close();
    },
    { scope: "file" },
  ],
  withoutProblems: [
    async ({ app, task }, use) => {
      await use();
      expect(app.problems.take(task.name, expectedProblems)).toEqual([]);
    },
    { auto: true },
  ],
});

/**
 * Does one action of a person on a page, until its effect shows.
 * @param also functions that the page runs beyond those of the flow
 * @param start what to wait for first: `isQuiet` for the landing page, which may ask for nothing
 */
export type Act = (
  page: Page,
  action: () => Promise<unknown>,
  also?: readonly string[],
  start?: "isComplete" | "isQuiet",
) => Promise<void>;

/**
 * Proves on the pages of the app what a flow of the backend does: each action takes at most three calls, counted in the
 * browser with those of a page that it opens (`budgets.ts`), and runs no function that the flow does not name.
 * @param name the flow's, as `packages/backend/flows` has it
 * @param run does it; at least one action goes through `act`
 */
export function flow(name: string, run: (app: App, act: Act) => Promise<void>): void {
  test(name, async ({ app }) => {
    const named = flows.find((each) => each.name === name)?.calls.map(nameOf);
    if (!named) throw new Error(`FLOW_UNKNOWN: packages/backend/flows has no flow "${name}".`);
    let actions = 0;
    await run(app, async (page, action, also = [], first = "isComplete") => {
      actions += 1;
      const record = app.recordOf(page);
      const settled = (how: typeof first) => vi.waitUntil(() => record[how], { timeout: 120_000 });
      await settled(first);
      const start = record.calls.length;
      await action();
      await settled("isComplete");
      const calls = record.calls.slice(start);
      expect(overBudget(calls), `${name}, action ${actions}`).toEqual([]);
      const runs = calls.flatMap(({ kind, name }) => (kind === "run" ? [name] : []));
      expect(runs.filter((each) => ![...named, ...also].includes(each))).toEqual([]);
    });
    expect(actions).toBeGreaterThan(0);
  });
}
