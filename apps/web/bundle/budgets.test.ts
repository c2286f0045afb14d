// What a page may weigh. `pnpm --filter @repo/web bench` lists what each does.
import { describe, expect, test } from "vitest";

import { budgets, buildApp, sizesOf } from "./measure.ts";

const { landing, pages, ...others } = sizesOf(await buildApp());
const further = Object.entries({ ...others, ...pages });

test("a visitor loads less than 150 kB of JavaScript", () => {
  expect(landing).toBeLessThan(budgets.landing);
  // A build without the app would fit, too.
  expect(landing).toBeGreaterThan(budgets.landing / 3);
});

describe("less than 60 kB are added by", () => {
  test.each(further)("%s", (_, size) => {
    expect(size).toBeLessThan(budgets.further);
  });
});

test("every page is measured", () => {
  const files = Object.keys(import.meta.glob("../src/routes/**/*.tsx"));
  const withoutPage = ["__root"];
  expect(further.length + 1).toBe(files.length - withoutPage.length);
});
