// Rows that are parts of others: who reaches the whole reaches them, by one rule.
import { describe, expect, test } from "vitest";
import { thing } from "./thing.ts";

const ofNote = ["noteId:ref(notes)+cascade", "kind:enum(a,b)+index", "words:string(1..80)+search"];

describe("parts of a note", () => {
  test("have the access of the note, which the matrix names, unless they say otherwise", async () => {
    const { accessOf } = await thing(ofNote, { parent: "notes" });
    expect(accessOf).toContain('columns: { parent: "noteId" }');
    expect(accessOf).toContain('parent: "notes"');
    for (const operation of ["read", "create", "update", "remove"])
      expect(accessOf).toContain(`${operation}: { member: "parent", admin: "parent" }`);
  });

  test("are read by those who read it where nobody changes it", async () => {
    const { accessOf } = await thing(["emailId:ref(emails)+cascade"], { parent: "emails" });
    expect(accessOf).toContain('read: { admin: "parent" }');
    expect(accessOf).not.toContain("update");
  });

  test("are listed and searched in it alone, by an index, after it was read", async () => {
    const { functions, tables } = await thing(ofNote, { parent: "notes" });
    expect(functions.match(/await getOrThrow\(ctx, "notes", args\.noteId\)/g)).toHaveLength(3);
    expect(tables).toContain('.index("by_noteId", ["noteId"])');
    expect(tables).toContain('["noteId", "kind"]');
    expect(tables).toContain('filterFields: ["noteId"]');
  });

  test("stay in it", async () => {
    const { shapes, functionsTest } = await thing(ofNote, { parent: "notes" });
    expect(/thingChanges = thing\s*\.pick\(\{([^}]*)/.exec(shapes)?.[1]).not.toContain("noteId");
    expect(functionsTest).toContain('test.each(["noteId"])("nobody changes its %s"');
  });

  test("are tested as each role, in the notes of others, too", async () => {
    const { functionsTest } = await thing(ofNote, { parent: "notes" });
    expect(functionsTest).toContain('["member", "NOT_FOUND", "INVALID"]');
    expect(functionsTest).toContain("for the list of another person's note");
  });
});

test("where everybody who reads the note comments, the author alone changes a comment", async () => {
  const fields = [...ofNote, "authorId:ref(users)+owner"];
  const { accessOf, functionsTest } = await thing(fields, {
    parent: "notes",
    access: ["member:parent:read", "member:own:create+update+remove"],
  });
  expect(accessOf).toContain('columns: { own: "authorId", parent: "noteId" }');
  expect(accessOf).toContain('update: { member: "own" }');
  expect(functionsTest).toContain('["member", "update", null, "NOT_FOUND"]');
});

test("a group of unique fields may name the note, and a list needs not", async () => {
  const { tables } = await thing([...ofNote, "line:int(1..500)"], {
    parent: "notes",
    unique: ["noteId,line"],
    index: ["kind,line"],
  });
  expect(tables).toContain('["noteId", "line"]');
  expect(tables).toContain('["noteId", "kind", "line"]');
});
