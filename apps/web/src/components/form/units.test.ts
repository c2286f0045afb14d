// @vitest-environment happy-dom
import { durationInSeconds, int64, moneyIn } from "@repo/validators/fields";
import { expect, test } from "vitest";
import { z } from "zod";

import { amountText, clockText } from "./units";
import { formShape } from "./values";

const form = formShape(
  z.object({
    price: moneyIn("EUR").min(50).max(1000),
    yen: moneyIn("JPY").optional(),
    took: durationInSeconds.max(86_400),
    fees: z.array(moneyIn("EUR").min(1)).max(2),
    views: int64.optional(),
  }),
);
const right = { price: "9.99", yen: "", took: "1:30", fees: "", views: "" };
const wrongIn = (texts: Partial<typeof right>) =>
  form
    .safeParse({ ...right, ...texts })
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

test("amounts become minor units, and hours and minutes seconds", () => {
  expect(form.parse(right)).toEqual({ price: 999, took: 5400, fees: [] });
  const full = {
    price: "1",
    yen: "250",
    took: "0:00:15",
    fees: "1.5\n2",
    views: "9007199254740993",
  };
  expect(form.parse(full)).toEqual({
    ...{ price: 100, yen: 250, took: 15, fees: [150, 200], views: 9_007_199_254_740_993n },
  });
});

test("what is wrong is said in the unit of the control", () => {
  expect(wrongIn({ price: "0.1" })).toEqual(["price: Use at least €0.50."]);
  expect(wrongIn({ price: "10.01" })).toEqual(["price: Use at most €10.00."]);
  expect(wrongIn({ price: "1.005" })).toEqual(["price: Use at most 2 decimals."]);
  expect(wrongIn({ price: "" })).toEqual(["price: This field is required."]);
  expect(wrongIn({ yen: "1.5" })).toEqual(["yen: Use a whole number."]);
  expect(wrongIn({ took: "90" })).toEqual(["took: Enter hours and minutes, such as 1:30."]);
  expect(wrongIn({ took: "25:00" })).toEqual(["took: Use at most 1 day."]);
  expect(wrongIn({ fees: "1\n0" })).toEqual(["fees.1: Use at least €0.01."]);
  expect(wrongIn({ fees: "1\n1\n1" })).toEqual(["fees: Add at most 2."]);
  expect(wrongIn({ views: "1.5" })?.[0]).toMatch(/^views: /);
});

test("a control holds what becomes the same value again", () => {
  const held = { price: amountText(70, "EUR"), took: clockText(3661), yen: amountText(5, "JPY") };
  expect(held).toEqual({ price: "0.70", took: "1:01:01", yen: "5" });
  expect(form.parse({ ...right, ...held })).toMatchObject({ price: 70, took: 3661, yen: 5 });
  expect([amountText(undefined, "EUR"), clockText(undefined)]).toEqual(["", ""]);
});
