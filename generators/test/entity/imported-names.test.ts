// Tries each name that generated files import as the name of an entity: a row whose variable would hide the import is
// refused.
import { camelCase, wordsOf } from "@groundwork/plop-engine/names/words";
import { entityNames } from "@groundwork/convex-generators/entity/model/names";
import { expect, test } from "vitest";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { GeneratorError, type PlannedFile } from "@groundwork/plop-engine/plan";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { templateTree } from "../repository.ts";
import { planEntity } from "@groundwork/convex-generators/entity/plan";

const tree = templateTree();
const fields = [
  ...["heading:string(1..50)+search", "lead:text", "mail:email+unique", "num:int+unique+server"],
  ...["at:date=now", "kind:enum(a,b)+index=a", "noteId:ref(notes)?+clear", "docs:file[0..3]"],
  ...["embedding:vector(8)?+server", "ownerId:ref(users)+owner"],
];
const plan = (name: string) =>
  planEntity(
    { name, fields, access: ["member:own", "admin:all"], states: "kind: a>b", web: true },
    tree,
  );

type Written = Pick<PlannedFile, "path" | "after">;

const importedBy = ({ path, after }: Written) =>
  parseModule(path, after).program.body.flatMap((node) =>
    node.type === "ImportDeclaration" ? node.specifiers.map(({ local }) => local.name) : [],
  );

/** Names that a file imports and declares at once, which is no fault of its syntax when one is a type. */
const namedTwice = (file: Written) =>
  importedBy(file).filter((name) =>
    new RegExp(`^(export )?(type|interface|const|function|class) ${name}\\b`, "m").test(file.after),
  );

test("an entity with the name of an import is refused, or its files are valid", () => {
  const files = plan("thing").files.filter(
    ({ path, before }) => before === null && /\.tsx?$/.test(path),
  );
  const imported = files.flatMap(importedBy);
  const names = [...new Set(imported.map((name) => camelCase(wordsOf(name))))].filter(
    (name) => !/thing/i.test(name) && entityNames(name).names !== null,
  );
  expect(names.length).toBeGreaterThan(40);
  const refused: string[] = [];
  for (const name of names) {
    try {
      const planned = plan(name);
      verifyPlan(planned, []);
      const added = planned.files.filter(({ path }) => /\.tsx?$/.test(path));
      expect(added.flatMap(namedTwice), name).toEqual([]);
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

test("no variable of a page is called as the table, which may be called as an import", () => {
  const declaring = plan("word").files.filter(({ after }) => /\bconst words\b/.test(after));
  expect(declaring.map(({ path }) => path)).toEqual(["apps/web/src/features/words/words.ts"]);
});
