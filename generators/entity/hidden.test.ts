// A row whose variable would hide what a generated file imports is refused, and every other one is fine: asked
// with each name that the files import.
import { camelCase, wordsOf } from "@groundwork/plop-engine/names/words";
import { entityNames } from "./model/names.ts";
import { expect, test } from "vitest";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { GeneratorError } from "@groundwork/plop-engine/plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { templateTree } from "../test/repository.ts";
import { whereHidden } from "./hidden.ts";
import { planEntity } from "./plan.ts";

const tree = templateTree();
const fields = [
  ...["heading:string(1..50)+search", "lead:text", "mail:email+unique", "num:int+unique+server"],
  ...["at:date=now", "kind:enum(a,b)+index=a", "noteId:ref(notes)?+clear", "docs:file[0..3]"],
  ...["embedding:vector(8)?+server", "ownerId:ref(users)+owner"],
];
const plan = (name: string) =>
  planEntity({ name, fields, access: ["member:own", "admin:all"], web: true }, tree);

const toasts = { one: "toast", table: "toasts" };

test.each([
  ["a parameter", `import { toast } from "x"; export const f = (toast: string) => toast;`],
  ["a part of one", `import { toast } from "x"; function f({ a: [toast] }: X) {}`],
  ["a variable inside", `import { toast } from "x"; function f() { const toast = 1; }`],
])("%s hides an import of its name", (_what, text) => {
  const where = (path: string, of: string) => whereHidden([{ path, text: of }], toasts);
  expect(where("a.ts", text)).toBe("a.ts");
  expect(where("a.ts", text.replace("{ toast }", "{ bread }"))).toBe(null);
  expect(where("a.ts", text.replace('"x"', '"@repo/validators/toasts"'))).toBe(null);
  expect(where("a.md", text)).toBe(null);
});

test("a name that is declared twice is found", () => {
  const text = `import { toast } from "x"; import { toast } from "@repo/validators/toasts";`;
  expect(whereHidden([{ path: "a.ts", text }], toasts)).toBe("a.ts");
});

test("an import alone hides nothing", () => {
  const text = `import { toast } from "x"; export const f = () => toast.error({ toast: 1 });`;
  expect(whereHidden([{ path: "a.ts", text }], toasts)).toBe(null);
});

test("whatever the files import, a row of that name is refused or is written as code", () => {
  const files = plan("thing").files.filter(
    ({ path, before }) => before === null && /\.tsx?$/.test(path),
  );
  const imported = files.flatMap(({ path, after }) =>
    parseModule(path, after).program.body.flatMap((node) =>
      node.type === "ImportDeclaration" ? node.specifiers.map(({ local }) => local.name) : [],
    ),
  );
  const names = [...new Set(imported.map((name) => camelCase(wordsOf(name))))].filter(
    (name) => !/thing/i.test(name) && entityNames(name).names !== null,
  );
  expect(names.length).toBeGreaterThan(40);
  const refused: string[] = [];
  for (const name of names) {
    try {
      verifyPlan(plan(name), []);
    } catch (error) {
      if (!(error instanceof GeneratorError)) throw error;
      expect(
        error.problems.map(({ code }) => code),
        name,
      ).toEqual(["NAME_RESERVED"]);
      refused.push(name);
    }
  }
  expect(refused).toContain("toast");
});
