// A project that starts without the optional features: it is the core alone, and everything in it works. It takes
// minutes, so only E2E_FULL asks for it, as the nightly run does.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Copy, PNPM, installedCopy, succeeded } from "./copy.ts";
import { startDev } from "./dev.ts";
import { openBrowser, openTab, signIn } from "./pages.ts";

const isFull = process.env.E2E_FULL !== undefined;
const features = ["assistant", "knowledge", "models", "demo"];

/** The commands that a run prints as its next steps. */
const nextOf = (output: string) =>
  output
    .slice(output.indexOf("\nNext:\n"))
    .split("\n")
    .filter((line) => line.startsWith("  pnpm "))
    .map((line) => line.trim().split(" ").slice(1));

describe.runIf(isFull)("a project without the optional features", () => {
  let copy: Copy;
  let next: string[][];

  beforeAll(async () => {
    copy = await installedCopy({ isCommitted: false });
    const flags = ["--scope", "@acme", "--without", features.join(","), "--yes"];
    next = nextOf(succeeded(await copy.plop("init", "acme-desk", ...flags)));
    for (const words of next.slice(0, -1)) succeeded(await copy.run([...PNPM, ...words]));
  });
  afterAll(() => copy?.remove());

  test("passes its checks, after the steps that init names", async () => {
    expect(next[0]).toEqual(["install"]);
    expect(next.at(-1)).toEqual(["check"]);
    succeeded(await copy.run([...PNPM, "check"]));
  });

  test("has no file of theirs", () => {
    for (const name of features) {
      expect(existsSync(join(copy.root, `packages/backend/features/${name}.ts`))).toBe(false);
    }
  });

  test("passes its tests", async () => {
    succeeded(await copy.run([...PNPM, "test"]));
  });

  test("is started by pnpm dev, and people sign in", async () => {
    const dev = await startDev(copy);
    const browser = await openBrowser();
    const problems: string[] = [];
    try {
      const page = await openTab(browser, problems);
      await signIn(page, dev.web, dev.member);
      await page.getByRole("link", { name: "Notes" }).click();
      await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
      expect(await page.getByRole("link", { name: "Assistant" }).count()).toBe(0);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
      await dev.stop();
    }
  });

  test("is built", async () => {
    succeeded(await copy.run([...PNPM, "build"]));
  });
});
