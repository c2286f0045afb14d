// Names of every length: a line breaks where the formatter breaks it.
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { templateTree } from "../test/repository.ts";
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
