// Names of every length: a line breaks where the formatter breaks it. Many fields: no file is too long for the lint.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import { formatPlan } from "@groundwork/plop-engine/format-plan";
import { layout } from "../repository/layout.ts";
import { LINES_MAX, codeLines } from "../repository/lint-note.ts";
import { after as writtenTo } from "../test/plans.ts";
import { templateTree } from "../test/repository.ts";
import { planEntity } from "./plan.ts";
import { readEntity } from "./read.ts";
import { functionsFile } from "./templates/functions.ts";

const home = join(import.meta.dirname, "..", "..");
const owner = "ownerId:ref(users)+owner";
const team = "teamId:ref(teams)+cascade";

test.each([
  ["one's own", [owner], ["member:own"]],
  ["of a team", [team], ["member:team"]],
  ["one's own or all", [owner], ["member:own", "admin:all"]],
  ["all, with files", ["file?"].map((type) => `plan:${type}`), ["member:all"]],
  ["of a team, with files", [team, "plan:file?"], ["member:team"]],
])("rows that are %s", async (_whose, more, access) => {
  const options = { ...(await resolveConfig(join(home, "package.json"))), parser: "typescript" };
  const tree = templateTree();
  for (let length = 1; length <= 32; length++) {
    const name = "x".repeat(length);
    const fields = [`${name}:string+search`, "kind:enum(a,b)+index", ...more];
    const text = functionsFile(readEntity({ name: "ticket", fields, access }, tree));
    expect(text, name).toBe(await format(text, options));
  }
});

describe("an entity of sixty fields", () => {
  const kinds: Record<string, (n: number) => string> = {
    texts: (n) => `title${n}:string(1..120)`,
    lists: (n) => `tags${n}:string(1..30)[1..9]`,
    references: (n) => `note${n}:ref(notes)?+clear`,
    "files, and names that make lines too long": (n) => `${"x".repeat(50)}${n}:file?`,
    "unique values": (n) => `key${n}:string(1..99)+unique`,
    indexes: (n) => `kind${n}:enum(a,b)+index`,
    everything: (n) =>
      [
        ...[`a${n}:string(1..120)`, `b${n}:text`, `c${n}:int(0..5)`, `d${n}:string(1..9)[0..4]`],
        ...[`e${n}:enum(x,y)+index`, `f${n}:ref(notes)?+clear`, `g${n}:date?`, `h${n}:bool=false`],
        ...[`i${n}:number(..9)`, `j${n}:vector(4)?`, `k${n}:int[2..3]`, `l${n}:text+search`],
      ][n % 12]!,
  };

  test.each(Object.entries(kinds))(
    "of %s keeps to the lint's bounds, or says so",
    async (_, field) => {
      const fields = ["title:string(1..80)", ...Array.from({ length: 59 }, (_, n) => field(n))];
      const input = { name: "ticket", fields, access: ["member:all", "admin:all"] };
      const tree = templateTree();
      const plan = await formatPlan(home, planEntity(input, tree));
      for (const { path, before, after } of plan.files) {
        if (before !== null || !path.endsWith(".ts")) continue;
        const most = path.includes(".test.") ? LINES_MAX.test : LINES_MAX.source;
        expect(after.startsWith("/* eslint-disable max-lines --"), path).toBe(
          codeLines(after) > most,
        );
        if (!path.includes(".test.")) continue;
        expect(after, path).toMatch(/^ *(test|describe)\b/m);
        // What is only spread out is imported, too.
        const usesPage = after.includes("firstPage");
        expect(/^import [^;]*\bfirstPage\b/m.test(after), path).toBe(usesPage);
      }
      expect(planEntity(input, writtenTo(plan, tree)).files).toEqual([]);
    },
  );

  test("is held to what the lint is held to", () => {
    const config = readFileSync(join(home, "eslint.config.js"), "utf8");
    const bounds = [...config.matchAll(/"max-lines": \["error", \{ max: (\d+)/g)];
    expect(bounds.map(([, max]) => Number(max))).toEqual([LINES_MAX.source, LINES_MAX.test]);
  });

  test("has the tests of its bounds in a file of their own, a row for each field", () => {
    const fields = Array.from({ length: 60 }, (_, n) => kinds.everything!(n));
    const files = planEntity({ name: "ticket", fields }, templateTree()).files;
    const bounds = files.find(
      ({ path }) => path === layout.validatorsTest("tickets.bounds"),
    )!.after;
    for (const field of fields) {
      const [name = "", type = ""] = field.split(":");
      const isBounded = !/^(ref|date|bool|file)/.test(type);
      expect(bounds.includes(`"${name}"`), field).toBe(isBounded);
    }
  });
});
