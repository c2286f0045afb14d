import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { crashFunctions } from "../../testing/scheduler-crash-functions.ts";
import {
  openFixture,
  scriptedComponent,
  scriptedDeployment,
  temporaryDirectory,
} from "../../testing/scheduler-fixture.ts";
import { createScheduler } from "./scheduler.ts";

const CHILD = fileURLToPath(new URL("../../testing/scheduler-crash.ts", import.meta.url));

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

/** Starts a scheduler in a process, and kills it with -9 in the middle of its function. */
async function crashInside(type: "Mutation" | "Action"): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", CHILD, directory.path, type], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  child.kill("SIGKILL");
  expect(await exited).toEqual([null, "SIGKILL"]);
}

/** Starts again on the same data; functions now end. */
async function restart() {
  let runs = 0;
  const functions = crashFunctions(async () => void runs++);
  const deployment = scriptedDeployment(2, scriptedComponent(functions));
  const fixture = openFixture(directory.path, { deployment, functions });
  const before = fixture.rows("_scheduled_functions").map(({ state }) => state);
  const scheduler = createScheduler(fixture);
  await scheduler.start();
  await expect
    .poll(() => fixture.rows("_scheduled_functions")[0]?.state)
    .not.toEqual({ kind: "pending" });
  const [job] = fixture.rows("_scheduled_functions");
  const effects = fixture.rows("effects").length;
  await scheduler.stop();
  await fixture.database.close();
  return { before, job, effects, runs };
}

const runsBeforeTheCrash = () => readFile(path.join(directory.path, "runs"), "utf8");

test("a mutation killed between its run and its commit runs again and has its effect once", async () => {
  await crashInside("Mutation");
  expect(await runsBeforeTheCrash()).toBe("x");
  const { before, job, effects, runs } = await restart();
  expect(before).toEqual([{ kind: "pending" }]);
  expect(job?.state).toEqual({ kind: "success" });
  expect(runs).toBe(1);
  expect(effects).toBe(1);
  expect((await restart()).effects).toBe(1);
});

test("an action killed while it runs has failed and is not run again", async () => {
  await crashInside("Action");
  expect(await runsBeforeTheCrash()).toBe("x");
  const { before, job, runs } = await restart();
  expect(before).toEqual([{ kind: "inProgress" }]);
  expect(job?.state).toEqual({ kind: "failed", error: "Transient error while executing action" });
  expect(runs).toBe(0);
});
