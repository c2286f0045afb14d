import { describe, expect, test } from "vitest";
import { bareType, file, fileInput, fileLimits, filePurposes, refusalOfFile } from "./files.ts";

describe.each(filePurposes)("a file for %s", (purpose) => {
  const { maxBytes, types } = fileLimits.purposes[purpose];

  test.each([...types])("may be %s", (contentType) => {
    expect(refusalOfFile(purpose, { size: 1, contentType })).toBeNull();
    const withParameters = `${contentType.toUpperCase()} ; charset=utf-8`;
    expect(refusalOfFile(purpose, { size: 1, contentType: withParameters })).toBeNull();
  });

  test("has an end", () => {
    const [contentType] = types;
    expect(refusalOfFile(purpose, { size: maxBytes, contentType })).toBeNull();
    expect(refusalOfFile(purpose, { size: maxBytes + 1, contentType })).toContain(`${maxBytes}`);
  });

  test.each(["image/svg+xml", "application/javascript", "", undefined])(
    "may not be %s",
    (contentType) => {
      expect(refusalOfFile(purpose, { size: 1, contentType })).toContain("may be");
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

test("a content type is told without its parameters", () => {
  expect(bareType("Text/Plain;charset=utf-8")).toBe("text/plain");
  expect(bareType(null)).toBe("");
});
