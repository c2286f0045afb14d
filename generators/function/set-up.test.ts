import { describe, expect, test } from "vitest";
import { setUpOf } from "./set-up.ts";

const file = (...before: string[]) =>
  [
    "let app: TestApp;",
    "let ann: Person;",
    "beforeEach(async () => {",
    ...before.map((line) => `  ${line}`),
    "});",
    'describe("x", () => { beforeEach(() => void 0); });',
  ].join("\n");
const read = (text: string) => setUpOf("x.test.ts", text);

test("a file that starts the app and signs people in has them, with their roles", () => {
  const text = file(
    "app = initTest();",
    'ann = await signedInAs(app, "member");',
    'boss = await signedInAs(app, "admin");',
    "made = 0;",
  );
  expect(read(text)?.people).toEqual([
    { name: "ann", role: "member" },
    { name: "boss", role: "admin" },
  ]);
  expect(read(text)?.taken.has("ann")).toBe(true);
});

describe("a test cannot lean on a file that", () => {
  test.each([
    ["has none", "let app: TestApp;\n"],
    ["starts no app", file('ann = await signedInAs(app, "member");')],
    ["puts in rows", file("app = initTest();", 'await exampleRow(app, ann, "notes");')],
    ["makes something else", file("app = initTest();", "row = await rowOf(ann);")],
    ["has two", file("app = initTest();") + "\nbeforeEach(() => {});"],
    ["has one without a body", "beforeEach(() => void (app = initTest()));"],
  ])("%s", (_name, text) => {
    expect(read(text)).toBeNull();
  });
});
