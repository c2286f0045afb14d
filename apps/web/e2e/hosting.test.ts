// The built app as a host serves it: with the headers that the build has written. Chromium refuses what they do not
// allow and says so; here nothing that people do may be refused, and what an attacker would do must be.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runFunction } from "@repo/backend/embedded/admin";
import { startApp } from "@repo/backend/embedded/app";
import type { Embedded } from "@repo/backend/embedded/backend";
import type { Browser, Page } from "playwright-core";
import { build, preview, type PreviewServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openBrowser, openTab, signInAs } from "./app/browser.ts";

const PATIENT = { timeout: 60_000 };
const root = join(import.meta.dirname, "..");
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let folder: string;
let backend: Embedded;
let site: PreviewServer;
let browser: Browser;
let page: Page;
// The backend answers to pages of this address alone.
const PORT = 5391;
const url = `http://127.0.0.1:${PORT}`;
/** What Chromium refused, on any page. */
const refused: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "web-hosting-"));
  [backend, browser] = await Promise.all([
    startApp({ DEMO_DEPLOYMENT: "1", SITE_URL: url }),
    openBrowser(),
  ]);
  await runFunction(backend, "seed:run");
  Object.assign(process.env, {
    NODE_ENV: "production",
    VITE_CONVEX_URL: backend.url,
    VITE_CONVEX_SITE_URL: backend.siteUrl,
  });
  await build({ root, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  site = await preview({
    root,
    build: { outDir: folder },
    preview: { port: PORT, strictPort: true },
  });
  page = await openTab(browser);
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
});

afterAll(async () => {
  await browser?.close();
  await site?.close();
  await backend?.close();
  await rm(folder, { recursive: true, force: true });
});

/** One line each: a feature that is removed takes its lines along. */
const shown = [
  "/t/$team/tasks",
  "/t/$team/knowledge",
  "/t/$team/members",
  "/notes",
  "/assistant",
  "/assistant/memory",
  "/notifications",
  "/invitations",
  "/admin/people",
  "/admin/audit",
  "/admin/jobs",
  "/admin/emails",
  "/admin/roles",
  "/nowhere",
];

test("nothing of the app is refused: pages, uploads, previews and pictures", async () => {
  await page.goto(url);
  await page.getByRole("link", { name: "Sign in" }).first().waitFor();
  await signInAs(page, url, "admin");
  await page.goto(url);
  await page.waitForURL(/\/t\/\w+\/tasks/);
  const team = new URL(page.url()).pathname.replace(/\/tasks$/, "");
  const paths = shown.map((path) => path.replace("/t/$team", () => team));
  for (const path of paths) {
    await page.goto(url + path);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  }

  await page.goto(`${url}/files`);
  await page.getByTestId("file-input").setInputFiles([
    { name: "words.txt", mimeType: "text/plain", buffer: Buffer.from("hello there") },
    { name: "dot.png", mimeType: "image/png", buffer: png },
  ]);
  await page.getByRole("button", { name: "Preview words.txt" }).click();
  await page.frameLocator("iframe").getByText("hello there").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Preview dot.png" }).click();
  await expect.poll(() => isDrawn("[role=dialog] img"), PATIENT).toBe(true);
  await page.goto(`${url}/account`);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: png });
  await expect.poll(() => isDrawn("main img"), PATIENT).toBe(true);
  expect(refused).toEqual([]);
});

const isDrawn = (selector: string) =>
  page.evaluate(
    (selector) => (document.querySelector<HTMLImageElement>(selector)?.naturalWidth ?? 0) > 0,
    selector,
  );

test.each([
  ["a script in the page", "globalThis.ran = true", "script-src"],
  [
    "a request to another server",
    "fetch('https://elsewhere.example').catch(() => {})",
    "connect-src",
  ],
])("%s is refused", async (_, code, directive) => {
  refused.length = 0;
  await page.evaluate((code) => {
    if (code.startsWith("fetch")) return void fetch("https://elsewhere.example").catch(() => {});
    const script = document.createElement("script");
    script.textContent = code;
    document.body.append(script);
  }, code);
  await expect.poll(() => refused.join(), PATIENT).toContain(directive);
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
});

test("another site cannot show the app in a frame", async () => {
  const other = await openTab(browser);
  await other.setContent(`<iframe src="${url}/sign-in"></iframe>`);
  await other.waitForTimeout(500);
  const frame = other.frames().find((each) => each !== other.mainFrame());
  expect(
    await frame
      ?.locator("body")
      .innerText()
      .catch(() => ""),
  ).not.toContain("Password");
  await other.close();
});

test("every answer has the headers, and files of the build are kept", async () => {
  const answer = await fetch(`${url}/t/any/tasks`);
  expect(answer.headers.get("x-frame-options")).toBe("DENY");
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  const script = /\/assets\/[^"]+\.js/.exec(await answer.text())![0];
  expect((await fetch(url + script)).headers.get("cache-control")).toContain("immutable");
});
