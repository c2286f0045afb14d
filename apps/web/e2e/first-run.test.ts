// The promise of the README, kept: a bare copy, one command, the whole app, and nothing left behind.
// The tests tell one story in order; each goes on from where the one before has stopped.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { APP_NAME } from "@repo/validators/app";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { makeBareCopy, type BareCopy } from "./bare-copy.ts";
import { addNote, note, openBrowser, openTab, signInAs } from "./app/browser.ts";
import { DevCommand, NodeCommand, PNPM, embeddedBackend } from "./commands.ts";
import { freePorts, leftOver, occupy, processesOf } from "./machine.ts";

let copy: BareCopy;
let browser: Browser;
let dev: DevCommand | undefined;
let web = "";

function running(): DevCommand {
  if (!dev) throw new Error("The dev command is not running.");
  return dev;
}

// One story: what follows a failed step would fail for its sake.
let hasFailed = false;
beforeEach(({ skip, onTestFailed }) => {
  if (hasFailed) skip("an earlier step of the story failed");
  onTestFailed(() => {
    hasFailed = true;
  });
});

beforeAll(async () => {
  copy = makeBareCopy();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  if (!copy) return;
  for (const line of processesOf(copy)) process.kill(Number.parseInt(line), "SIGKILL");
  await leftOver(copy);
  copy.remove();
});

describe("the first start, on a bare copy", () => {
  test("one command installs, starts everything and says where it is", async () => {
    const [webPort, backendPort, sitePort] = await freePorts(3);
    const flags = ["--web-port", webPort, "--backend-port", backendPort, "--site-port", sitePort];
    dev = new DevCommand(copy, flags.map(String));
    const addresses = await dev.waitUntilUp(240_000);
    web = addresses.web;
    expect(addresses).toEqual({
      web: `http://localhost:${webPort}`,
      backend: `http://127.0.0.1:${backendPort}`,
      site: `http://127.0.0.1:${sitePort}`,
    });
    expect(dev.output).toMatch(/Demo admin\s+admin@example\.com\s+password \S+/);
    expect(dev.output).toMatch(/Demo member\s+member@example\.com\s+password \S+/);
    expect(dev.output).toContain("Seeded demo data");
    const answers = await Promise.all([
      fetch(web),
      fetch(`${addresses.backend}/version`),
      fetch(`${addresses.site}/.well-known/openid-configuration`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

test("the official CLI runs functions of the app, and a second seed makes nothing", async () => {
  const args = [...PNPM, "-s", "--filter", "@repo/backend", "convex", "run", "seed:run"];
  const options = { cwd: copy.root, env: copy.env };
  const { stdout } = await promisify(execFile)("npx", args, options);
  expect(stdout.trim().split("\n").at(-1)).toBe("[]");
});

// What people do in the app is tested on the built app, which starts faster.
test("the seeded admin signs in and sees everybody", async () => {
  const page = await openTab(browser);
  await signInAs(page, web, "admin");
  expect(await page.getByTestId("signed-in-as").innerText()).toMatch(/Ada Admin\s+admin/i);
  await page.getByRole("link", { name: "People" }).click();
  const people = page.getByRole("list", { name: "People" });
  await people.getByText("member@example.com").waitFor();
  await people.getByText("admin@example.com").waitFor();
  await page.context().close();
});

describe("the notes of the member, in two tabs", () => {
  const problems: string[] = [];
  let first: Page;
  let second: Page;
  const files = () => join(copy.root, "packages/backend/convex/model/accounts/users.ts");
  let original = "";

  /** Both tabs carry a mark that a reload would wipe away. */
  const wereReloaded = async () => {
    const marks = await Promise.all(
      [first, second].map((page) => page.evaluate(() => "notReloaded" in globalThis)),
    );
    return marks.includes(false);
  };

  beforeAll(async () => {
    first = await openTab(browser, problems);
    await signInAs(first, web, "member");
    second = await first.context().newPage();
    second.on("pageerror", (error) => problems.push(error.message));
    await second.goto(`${web}/notes`);
    await second.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
    for (const page of [first, second]) {
      await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    }
    original = readFileSync(files(), "utf8");
  });

  test("a note added in one is in the other without a reload", async () => {
    await addNote(first, "Buy plants", "Two ferns");
    await note(second, "Buy plants").waitFor();
    await second.getByText("Two ferns").waitFor();
    expect(await wereReloaded()).toBe(false);
  });

  test("a saved function file is live, with the pages open and the data kept", async () => {
    const edited = original.replace(
      "{ ...ctx.user, avatarUrl }",
      '{ ...ctx.user, avatarUrl, name: ctx.user.name + " the Second" }',
    );
    expect(edited).not.toBe(original);
    writeFileSync(files(), edited);
    await first.getByText("Max Member the Second").waitFor();
    await second.getByText("Max Member the Second").waitFor();
    await note(first, "Buy plants").waitFor();
    expect(await wereReloaded()).toBe(false);
    original = edited;
  });

  const mistakes: [string, string, RegExp][] = [
    ["a type error", "export const broken: number = 'text';\n", /users\.ts[^]*TS2322/],
    ["a syntax error", "export const = ;\n", /Expected identifier[^]*users\.ts/],
  ];
  test.each(mistakes)("%s is shown, and the last good code serves", async (_, mistake, message) => {
    const before = running().mark();
    writeFileSync(files(), original + mistake);
    await running().waitFor(message, { from: before });
    const title = `Written during ${mistake.slice(0, 20)}`;
    await addNote(first, title);
    await note(second, title).waitFor();
    await first.getByText("Max Member the Second").waitFor();

    const fixed = running().mark();
    writeFileSync(files(), original);
    await running().waitFor(/functions ready/, { from: fixed });
    expect(await wereReloaded()).toBe(false);
  });

  test("nothing on the way was an error the pages could not handle", async () => {
    expect(problems).toEqual([]);
    await first.context().close();
  });
});

describe("stopping and starting again", () => {
  test("killing the command's own process leaves nothing running", async () => {
    const [own] = processesOf(copy).filter((line) => /loader\.mjs .*dev\.ts/.test(line));
    process.kill(Number.parseInt(own ?? ""), "SIGKILL");
    await running().ended;
    expect(await leftOver(copy)).toEqual([]);
  });

  test("the second start moves from taken ports, says so, and finds yesterday's data", async () => {
    const release = await Promise.all([5173, 3210, 3211].map(occupy));
    dev = new DevCommand(copy);
    const addresses = await dev.waitUntilUp();
    for (const port of [5173, 3210, 3211]) {
      expect(dev.output).toMatch(new RegExp(`Port ${port} is taken: .+ gets \\d+`));
    }
    expect(dev.output).not.toContain("Seeded demo data");
    web = addresses.web;
    const page = await openTab(browser);
    await signInAs(page, web, "member");
    await note(page, "Buy plants").waitFor();
    await page.context().close();
    for (const free of release) free();
  });

  test("a second command for the same folder says that the first one runs", async () => {
    const second = new DevCommand(copy);
    await second.waitFor(/ALREADY_RUNNING: .+ is in use, most likely by another `pnpm dev`/);
    expect(await second.ended).not.toBe(0);
    expect((await fetch(web)).status).toBe(200);
  });

  test("Ctrl-C leaves no process", async () => {
    await running().interrupt();
    expect(await leftOver(copy)).toEqual([]);
  });
});

describe("when something goes wrong", () => {
  test("on fresh data, refused functions hold the start up until they are fixed", async () => {
    const file = join(copy.root, "packages", "backend", "convex", "users.ts");
    const original = readFileSync(file, "utf8");
    writeFileSync(file, `${original}export const = ;\n`);
    dev = new DevCommand(copy, ["--reset", "--yes"]);
    await dev.waitFor(/The functions are refused[^]+Expected identifier/);
    expect(dev.output).not.toContain(`${APP_NAME} is up`);
    writeFileSync(file, original);
    await dev.waitUntilUp();
    expect(dev.output).toContain("Seeded demo data");
  });

  test("a part that dies takes the rest with it, and is named", async () => {
    const [vite] = processesOf(copy).filter((line) => line.includes("vite.js"));
    process.kill(Number.parseInt(vite ?? ""), "SIGKILL");
    await running().waitFor(/the web app \(Vite\) was ended by the signal SIGKILL/);
    expect(await running().ended).not.toBe(0);
    expect(await leftOver(copy)).toEqual([]);
  });

  test("SIGTERM in the middle of the start leaves nothing running", async () => {
    dev = new DevCommand(copy);
    await dev.waitFor(/Starting the backend/);
    await dev.terminate();
    expect(await leftOver(copy)).toEqual([]);
  });
});

describe("a deployment that an env file names", () => {
  test("is pushed to and shown, and SIGTERM to the typed command alone leaves no process", async () => {
    const [port, sitePort] = await freePorts(2);
    const server = new NodeCommand(copy, embeddedBackend(copy), [
      ...["--port", String(port), "--site-port", String(sitePort), "--print-env"],
    ]);
    const [, url, key] = await server.waitFor(
      /CONVEX_SELF_HOSTED_URL=(\S+)\s+CONVEX_SELF_HOSTED_ADMIN_KEY=(\S+)/,
    );
    writeFileSync(
      join(copy.root, "packages", "backend", ".env.local"),
      `CONVEX_SELF_HOSTED_URL=${url}\nCONVEX_SELF_HOSTED_ADMIN_KEY='${key}'\n`,
    );
    dev = new DevCommand(copy);
    const addresses = await dev.waitUntilUp();
    expect(dev.output).toMatch(/\.env\.local sets CONVEX_SELF_HOSTED_URL/);
    expect(addresses.backend).toBe(url);
    const page = await openTab(browser);
    await signInAs(page, addresses.web, "admin");
    await page.context().close();
    await dev.terminate();
    await server.terminate();
    expect(await leftOver(copy)).toEqual([]);
  });
});
