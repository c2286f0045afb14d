// Run by scheduler-crash.test.ts as its own process, to be killed: does its job and hangs.
// argv: data directory, "Mutation" or "Action".

import { appendFileSync } from "node:fs";
import path from "node:path";
import { createScheduler } from "../functions/scheduling/scheduler.ts";
import { crashFunctions } from "./scheduler-crash-functions.ts";
import { openFixture, scriptedComponent, scriptedDeployment } from "./scheduler-fixture.ts";

const [, , directory = "", type = ""] = process.argv;
const functions = crashFunctions(async () => {
  appendFileSync(path.join(directory, "runs"), "x");
  process.stdout.write("reached\n");
  await new Promise(() => setInterval(() => {}, 1000));
});
const deployment = scriptedDeployment(1, scriptedComponent(functions));
const fixture = openFixture(directory, { deployment, functions });
await createScheduler(fixture).start();
fixture.schedule(type === "Action" ? "m:action" : "m:mutation");
