import { describe, expect, test } from "vitest";
import {
  file,
  fileInput,
  fileLimits,
  fileSizeText,
  fileTypeName,
  filePurposes,
  mediaTypeOf,
  refusalOfFile,
} from "../../src/files/files.ts";

describe.each(filePurposes)("a file for %s", (purpose) => {
  const limits = fileLimits.purposes[purpose];
  const { maxBytes, types } = limits;

  test.each([...types])("may be %s", (contentType) => {
    expect(refusalOfFile(limits, { size: 1, contentType })).toBeNull();
    const withParameters = `${contentType.toUpperCase()} ; charset=utf-8`;
    expect(refusalOfFile(limits, { size: 1, contentType: withParameters })).toBeNull();
  });

  test("has an end", () => {
    const [contentType] = types;
    expect(refusalOfFile(limits, { size: maxBytes, contentType })).toBeNull();
    expect(refusalOfFile(limits, { size: maxBytes + 1, contentType })).toContain(
      `${fileSizeText(maxBytes)} is the limit`,
    );
  });

  test.each(["image/svg+xml", "application/javascript", "", undefined])(
    "may not be %s",
    (contentType) => {
      expect(refusalOfFile(limits, { size: 1, contentType })).toContain("is not accepted");
    },
  );
});

test("fits what an HTTP action can answer with", () => {
  for (const { maxBytes } of Object.values(fileLimits.purposes)) {
    expect(maxBytes).toBeLessThanOrEqual(20_000_000);
  }
});

test("a file's name is trimmed and not empty", () => {
  expect(fileInput.parse({ name: " a.txt ", purpose: "attachment" }).name).toBe("a.txt");
  expect(file.shape.name.safeParse(" ").success).toBe(false);
});

describe("a media type", () => {
  test.each([
    ["text/plain", "text/plain"],
    ["Text/Plain;charset=utf-8", "text/plain"],
    ['text/html; charset="utf-8"', "text/html"],
  ])("of %j is %s", (contentType, type) => {
    expect(mediaTypeOf(contentType)).toBe(type);
  });

  // Each of these is a page, or anything at all, to one browser or another.
  test.each([
    "image/png;,text/html",
    "image/png,text/html",
    "image/png; charset=utf-8, text/html",
    "image/png;text/html",
    "image/png; charset=utf-8; x=y",
    "image/png\ntext/html",
    "image/png\n",
    "image/png text/html",
    "image/",
    "*/*",
    "",
    null,
    undefined,
  ])("is none of %j", (contentType) => {
    expect(mediaTypeOf(contentType)).toBe("");
  });
});

test.each([
  [10_000_000, "10 MB"],
  [10_000_001, "10.1 MB"],
  [999, "1 kB"],
  [1, "0.1 kB"],
])("%d bytes are %s", (bytes, text) => {
  expect(fileSizeText(bytes)).toBe(text);
});

test.each([
  ["image/png", "PNG"],
  ["image/svg+xml", "SVG"],
  ["text/plain", "text"],
  ["application/x-zip-compressed", "ZIP"],
])("%s is called %s", (type, name) => {
  expect(fileTypeName(type)).toBe(name);
});
