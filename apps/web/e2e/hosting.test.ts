// What the headers for hosting are for, in Chromium. That they refuse nothing that people do is held by all tests: the
// pages have these headers in each, and what is refused fails it.
import { join } from "node:path";

import type { Page } from "playwright-core";
import { preview } from "vite";
import { expect, inject, onTestFinished } from "vitest";

import { test } from "./app/test.ts";

const PATIENT = { timeout: 120_000 };
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const isDrawn = (page: Page, selector: string) =>
  page.evaluate(
    (selector) => (document.querySelector<HTMLImageElement>(selector)?.naturalWidth ?? 0) > 0,
    selector,
  );

const styleOf = (page: Page, selector: string, property: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

test("libraries have their styles without style elements: a window, and a message", async ({
  app,
}) => {
  const page = await app.open("member", "/files");
  await page
    .getByTestId("file-input")
    .setInputFiles([
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello there") },
    ]);
  await page.getByRole("button", { name: "Preview notes.txt" }).click();
  await page.getByRole("dialog").waitFor();
  // Radix keeps the page behind from scrolling.
  expect(await styleOf(page, "body", "overflow-y")).toBe("hidden");
  await page.keyboard.press("Escape");
  await expect.poll(() => styleOf(page, "body", "overflow-y"), PATIENT).toBe("visible");
  await page.getByRole("button", { name: "Remove notes.txt" }).click();
  const message = "[data-sonner-toast]";
  // That of the upload may still be there.
  await page.locator(message).first().waitFor();
  expect(await styleOf(page, message, "position")).toBe("absolute");
  expect(await page.evaluate(() => document.querySelectorAll("style").length)).toBe(0);
  await page.close();
});

test("what people upload is shown: a preview in a frame, pictures", async ({ app }) => {
  const page = await app.open("member", "/files");
  await page.getByTestId("file-input").setInputFiles([
    { name: "words.txt", mimeType: "text/plain", buffer: Buffer.from("hello there") },
    { name: "dot.png", mimeType: "image/png", buffer: png },
  ]);
  await page.getByRole("button", { name: "Preview words.txt" }).click();
  await page.frameLocator("iframe").getByText("hello there").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Preview dot.png" }).click();
  await expect.poll(() => isDrawn(page, "[role=dialog] img"), PATIENT).toBe(true);
  await page.goto(`${app.url}/account`);
  const me = { name: "me.png", mimeType: "image/png", buffer: png };
  await page.getByTestId("picture-input").setInputFiles(me);
  await expect.poll(() => isDrawn(page, "main img"), PATIENT).toBe(true);
  await page.close();
});

test.for([
  ["a script in the page", "script", "script-src"],
  ["a style element in the page", "style", "style-src"],
  ["a request to another server", "request", "connect-src"],
] as const)("%s is refused", async ([, attack, directive], { app }) => {
  const page = await app.open("visitor", "/sign-in");
  await page.getByLabel("Password").waitFor();
  await page.evaluate((attack) => {
    if (attack === "request") return void fetch("https://elsewhere.example").catch(() => {});
    const element = document.createElement(attack);
    element.textContent = attack === "script" ? "globalThis.ran = true" : "body { display: none }";
    document.body.append(element);
  }, attack);
  const refused: string[] = [];
  const found = () => refused.push(...app.problems.take("", [])) && refused.join();
  await expect.poll(found, PATIENT).toContain(directive);
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  expect(await styleOf(page, "body", "display")).not.toBe("none");
  await page.close();
  // What was done on purpose is no problem of the test.
  app.problems.take("", []);
});

test("another site cannot show the app in a frame", async ({ app }) => {
  const other = await (await app.newContext()).newPage();
  await other.setContent(`<iframe src="${app.url}/sign-in"></iframe>`);
  await other.waitForTimeout(500);
  const frame = other.frames().find((each) => each !== other.mainFrame());
  const shown = await frame
    ?.locator("body")
    .innerText()
    .catch(() => "");
  expect(shown).not.toContain("Password");
  await other.context().close();
});

test("every answer has the headers, also of a build that is looked at", async ({ app }) => {
  const { pages } = inject("prepared");
  const root = join(import.meta.dirname, "..");
  const looked = await preview({ root, build: { outDir: pages }, preview: { port: 0 } });
  onTestFinished(() => looked.close());
  for (const url of [app.url, looked.resolvedUrls!.local[0]!.replace(/\/$/, "")]) {
    const answer = await fetch(`${url}/t/any/tasks`);
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    const script = /\/assets\/[^"]+\.js/.exec(await answer.text())![0];
    expect((await fetch(url + script)).headers.get("cache-control")).toContain("immutable");
  }
});
