import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Draft } from "@groundwork/convex-generators/design/new/input";
import { designNewGenerator } from "@groundwork/convex-generators/design/new/generator";
import { askDesign } from "@groundwork/convex-generators/design/new/questions";
import { withDraft } from "@groundwork/convex-generators/design/new/write";
import { layout } from "@groundwork/convex-generators/repository/layout";
import type { Io } from "@groundwork/plop-engine/io";
import { collector } from "@groundwork/plop-engine/io";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { plop } from "@groundwork/plop-engine/testing/command";
import { answering } from "../answering.ts";
import { copyRepository } from "../repository.ts";

let repository: ReturnType<typeof copyRepository>;
beforeAll(() => void (repository = copyRepository()));
afterAll(() => repository.remove());

const draft: Draft = {
  name: "Tool library",
  about: "Members lend each other tools.",
  features: { lending: { about: "who has what", stories: ["As a member I borrow a tool."] } },
  roles: { steward: { extends: "member" } },
  entities: {
    tool: { fields: { name: "string(1..80)" }, access: ["member:all:read", "admin:all"] },
  },
  flows: {
    Lending: {
      actions: [{ as: "member", does: "look", calls: ["tools.list"], proves: "It is there." }],
    },
  },
  limits: { pageSize: 50, rateLimit: "30/minute" },
};

test("flags say what a draft says, and read back as the same", () => {
  const words = designNewGenerator.toArguments(draft);
  const flags: Record<string, string | string[]> = {};
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at]!.slice(2);
    if (["name", "about"].includes(name)) flags[name] = words[at + 1]!;
    else flags[name] = [...(flags[name] ?? []), words[at + 1]!];
  }
  expect(designNewGenerator.fromArguments({ positionals: [], flags, problems: [] })).toEqual(draft);
});

test("flags that are written otherwise are refused, all at once", async () => {
  const { json } = await plop(repository.root, [
    ...["design", "new", "--name", "A", "--about", "B", "--entity", "tool", "--limit", "pages=5"],
    ...["--access", "loan member:own", "--json"],
  ]);
  expect(json.errors!.map(({ code, arg }) => `${code} ${arg}`)).toEqual([
    ...["DESIGN_FLAG tool", "DESIGN_FLAG loan member:own", "DESIGN_FLAG pages=5"],
  ]);
});

test("JSON may be a part of a design, and is refused with the place of a mistake", async () => {
  const flow = JSON.stringify({ flows: draft.flows }, null, 2);
  const from = ["design", "new", "--from", "-", "--json", "--no-checks"];
  const first = await plop(repository.root, [...from, "--dry-run"], flow);
  expect(first.json.errors).toMatchObject([{ code: "INPUT_KEY_MISSING" }, {}]);
  const wrong = flow.replace('"proves"', '"prove"');
  const { errors } = (await plop(repository.root, from, wrong)).json;
  expect(errors!.map(({ code }) => code).sort()).toEqual([
    ...["INPUT_KEY_MISSING", "INPUT_KEY_UNKNOWN"],
  ]);
  expect(errors![0]!.arg).toMatch(/^design\.json:\d+:\d+$/);
});

describe("the file of a design", () => {
  const there = `// Ours.
import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
  version: 1,
  name: "Old", // the name
  entities: {
    note: { fields: { title: "string" } }, // by hand
  },
});
`;
  const tree = (text: string) => memoryTree({ [layout.design]: text });

  test("keeps what it says, with its remarks, and gets what is new", () => {
    const text = withDraft(tree(there), layout.design, draft);
    expect(text).toContain('name: "Tool library", // the name');
    expect(text).toMatch(/note: \{ fields: \{ title: "string" \} \}, \/\/ by hand\n\s*tool: \{/);
    expect(text).toContain("about:");
    expect(withDraft(tree(text), layout.design, draft)).toBe(text);
  });

  test("is started where there is none", () => {
    const text = withDraft(memoryTree({}), layout.design, draft);
    expect(text).toContain("export default defineDesign({");
    expect(withDraft(tree(text), layout.design, draft)).toBe(text);
  });

  test("is not changed where it says something else", () => {
    const other: Draft = { entities: { note: { fields: { title: "text" } } } };
    expect(() => withDraft(tree(there), layout.design, other)).toThrow(/DESIGN_TAKEN.*"note"/);
  });
});

describe("the interview", () => {
  const io = () => ({ root: repository.root, stdout: collector() }) as unknown as Io;

  test("asks for everything, and judges each answer at once", async () => {
    const { inquirer, refused } = answering(
      ...["", "Tool library", "Members lend each other tools."],
      ...["lending", "who has what", "As a steward I add tools.", "", ""],
      ...["1st", "steward", "member"],
      ...["note", "tool", "name:strng", "name:string(1..80)", ""],
      // Member, steward as a member, admin.
      ...["all", ["read"], "", "all", ["read", "create", "update", "remove"]],
      // Lists, a search, visitors, a trash, a page; no other table.
      ...[[], "name", [], false, false, ""],
      ...[
        "Lending",
        "look for a tool",
        "member",
        "a.b, a.c, a.d, a.e",
        "tools.lst",
        "tools.search",
      ],
      ...["", "It is there.", "", ""],
      ...["many", "20", "5/fortnight", "5/hour"],
    );
    expect(await askDesign(inquirer, io(), {})).toEqual({
      ...{ name: "Tool library", about: "Members lend each other tools." },
      features: { lending: { about: "who has what", stories: ["As a steward I add tools."] } },
      roles: { steward: { extends: "member" } },
      entities: {
        tool: {
          fields: { name: "string(1..80)+search" },
          access: ["member:all:read", "admin:all"],
        },
      },
      flows: {
        Lending: {
          actions: [
            {
              ...{ as: "member", does: "look for a tool", calls: ["tools.search"] },
              proves: "It is there.",
            },
          ],
        },
      },
      limits: { pageSize: 20, rateLimit: "5/hour" },
    });
    expect(refused).toEqual([
      "A few words are needed.",
      expect.stringContaining('"1st" is no name of a role'),
      'There is a table "notes" already.',
      expect.stringContaining('Did you mean "string"?'),
      expect.stringContaining("4 calls are more than 3"),
      'there is no function "tools.lst". Did you mean "tools.list"?',
      "Say what the test is to find.",
      "Write a number, such as 50.",
      expect.stringContaining('"5/fortnight" is no rate'),
    ]);
  });

  test("shows what a text drafted, and asks again for what is wrong with it", async () => {
    const { inquirer, asked } = answering(
      "",
      true,
      ...["title:string(1..80)", "", "", "all", ["read"], [], "", [], false, ""],
      ...["", "", ""],
    );
    const drafted: Draft = {
      ...{ name: "Tools", about: "Lends them.", features: {} },
      entities: {
        tool: { fields: { name: "string(1..80)" } },
        loan: { fields: { toolId: "ref(tolls)" } },
      },
    };
    const { entities } = await askDesign(inquirer, io(), drafted);
    expect(entities).toMatchObject({
      tool: { fields: { name: "string(1..80)" } },
      loan: { fields: { title: "string(1..80)" } },
    });
    expect(asked).toContain('Keep the table "tool" so?');
    expect(asked).not.toContain('Keep the table "loan" so?');
  });
});
