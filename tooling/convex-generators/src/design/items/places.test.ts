import { expect, test } from "vitest";
import { readDesign } from "../file/read.ts";
import { itemsOf } from "./items.ts";
import { problemsAt } from "./places.ts";

const text = `export default defineDesign({
  version: 1,
  name: "Shop",
  about: "A shop.",
  entities: {
    order: {
      fields: {
        title: "strng(1..80)",
        "total": "int",
      },
      access: ["member:own", "admn:all"],
      rateLimit: "often",
    },
  },
});
`;

const file = readDesign(text, "app.design.ts");
const [item] = itemsOf(file.design);

test.each([
  ["a field, at what is wrong of its type", { arg: "title:strng(1..80)", at: 6 }, "8:17"],
  ["a field, at its name", { arg: "total:int", at: 0 }, "9:19"],
  ["the name of a field", { arg: "title" }, "8:9"],
  ["one of a list", { arg: "admn:all", at: 0 }, "11:31"],
  ["a word of a text", { arg: "admn" }, "11:31"],
  ["a flag", { arg: "--rate-limit" }, "12:18"],
  ["a flag that was not given", { arg: "--public-when" }, "6:5"],
  ["the entity", { arg: "order" }, "6:5"],
  ["nothing that was written", { arg: "elsewhere" }, "6:12"],
])("a problem of %s", (_what, problem, place) => {
  const found = problemsAt(file, item!, [{ code: "WRONG", message: "is wrong.", ...problem }]);
  expect(found).toEqual([{ code: "WRONG", message: "is wrong.", arg: `app.design.ts:${place}` }]);
});

test("a problem that has its place keeps it", () => {
  const problem = { code: "WRONG", message: "is wrong.", arg: "app.design.ts:3:9" };
  expect(problemsAt(file, item!, [problem])).toEqual([problem]);
});
