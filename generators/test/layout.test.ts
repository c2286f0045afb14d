// How code is laid out is the owners' to say: by the configuration of their formatter and editor. A layout
// that changes later is no change of what a run wrote.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, format, getFileInfo, resolveConfig } from "prettier";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSameCode } from "@groundwork/plop-engine/edit/same-code";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { plop } from "@groundwork/plop-engine/testing/command";
import { copyRepository } from "./repository.ts";

let repository: ReturnType<typeof copyRepository>;

beforeEach(() => void (repository = copyRepository()));
afterEach(() => repository.remove());

const prettierrc = ".prettierrc.json";
const entity = [
  ...["entity", "ticket", "title:string(1..120)", "ownerId:ref(users)+owner", "dueAt:date?"],
  ...["kind:enum(bug,wish)+index=bug", "--access", "member:own", "--access", "admin:all"],
  ...["--web", "--no-checks", "--json"],
];
/** As different as can be from what the templates have. */
const theirs = {
  ...{ singleQuote: true, semi: false, arrowParens: "avoid", printWidth: 72 },
  ...{ trailingComma: "none", bracketSpacing: false, quoteProps: "consistent" },
};

/** The files that the formatter lays out, each with how. */
async function laidOut() {
  const names = readdirSync(repository.root, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const found = [];
  for (const filepath of files.filter(
    (file) => /\.tsx?$/.test(file) && !/_generated|\.gen\./.test(file),
  )) {
    const { inferredParser } = await getFileInfo(filepath);
    if (inferredParser === null) continue;
    // The configuration is read again: it changes within a test.
    const options = await resolveConfig(filepath, { editorconfig: true, useCache: false });
    found.push({
      filepath,
      text: readFileSync(filepath, "utf8"),
      options: { ...options, filepath },
    });
  }
  return found;
}

async function formatAll() {
  for (const { filepath, text, options } of await laidOut()) {
    writeFileSync(filepath, await format(text, options));
  }
}

test("what is written is as the formatter of its owners has it", async () => {
  repository.write(prettierrc, JSON.stringify(theirs));
  repository.write(".editorconfig", "root = true\n[*]\nindent_style = tab\n");
  await formatAll();
  expect((await plop(repository.root, entity)).exit).toBe(0);
  const files = await laidOut();
  expect(files.map(({ filepath }) => filepath)).toContain(
    join(repository.root, "packages/backend/convex/tickets.ts"),
  );
  for (const { filepath, text, options } of files) {
    expect(await check(text, options), filepath).toBe(true);
  }
  const again = await plop(repository.root, entity);
  expect(again.json).toMatchObject({ written: false, exit: 0 });
});

test("the layout of a folder applies to it, and an ignored file is left alone", async () => {
  for (const folder of ["backend", "validators"]) {
    repository.write(`packages/${folder}/.prettierrc.json`, JSON.stringify({ singleQuote: true }));
  }
  repository.write(".prettierignore", "packages/validators/src/tickets.ts\n");
  expect((await plop(repository.root, entity)).exit).toBe(0);
  expect(repository.read("packages/backend/convex/tickets.ts")).toContain("from 'zod';");
  expect(repository.read("packages/validators/tests/tickets.test.ts")).toContain("from 'vitest';");
  expect(repository.read("packages/validators/src/tickets.ts")).toContain('from "zod";');
});

test("undo works for a run whose files were formatted again", async () => {
  await formatAll();
  const before = repository.snapshot();
  expect((await plop(repository.root, entity)).exit).toBe(0);
  repository.write(prettierrc, JSON.stringify(theirs));
  await formatAll();
  const doctor = await plop(repository.root, ["doctor", "--json"]);
  expect(doctor.stdout).not.toContain("was edited");
  const undone = await plop(repository.root, ["undo", "--no-checks", "--json"]);
  expect(undone.json).toMatchObject({ written: true, exit: 0 });
  for (const { filepath, text, options } of await laidOut()) {
    expect(await check(text, options), filepath).toBe(true);
  }
  // What a formatter has once broken into lines it may leave so, and keys that it has quoted.
  const after = repository.snapshot();
  expect(Object.keys(after)).toEqual(Object.keys(before));
  const others = Object.keys(after).filter(
    (path) => ![prettierrc, layout.testSetup].includes(path),
  );
  for (const path of others.filter((path) => after[path] !== before[path])) {
    const [one = "", other = ""] = [after[path], before[path]].map((text) => text!.slice(4));
    expect(
      isSameCode(one, other, (code) => code),
      path,
    ).toBe(true);
  }
});

test("undo loses nothing that a person wrote along with another layout", async () => {
  expect((await plop(repository.root, entity)).exit).toBe(0);
  repository.write(prettierrc, JSON.stringify(theirs));
  await formatAll();
  const path = "packages/backend/convex/tickets.ts";
  repository.write(path, repository.read(path).replace("'desc'", "'asc'"));
  const undone = await plop(repository.root, ["undo", "--no-checks", "--json"]);
  expect(undone.json.errors).toMatchObject([{ code: "FILE_EDITED", arg: path }]);
});
