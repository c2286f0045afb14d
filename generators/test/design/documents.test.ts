import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import {
  documentsFolder,
  planDocuments,
} from "@groundwork/convex-generators/design/documents/documents";
import { notice } from "@groundwork/convex-generators/design/documents/markdown";
import { functionsOf } from "@groundwork/convex-generators/design/facts/entity-functions";
import type { EntityInput } from "@groundwork/convex-generators/entity/input";
import { renderEntity } from "@groundwork/convex-generators/entity/plan";
import { readEntity } from "@groundwork/convex-generators/entity/read";
import { memoryTree } from "@groundwork/plop-engine/tree";
// @boundaries-ignore The pages of docs/ belong to no package.
import { codeIn } from "../../../docs/pages.ts";
import { templateFiles, templateTree } from "../repository.ts";
import { library } from "./library.ts";

const tree = templateTree();
const { files } = planDocuments(library, tree);
const pages = new Map(files.map(({ path, after }) => [path, after]));
const pageOf = (name: string) => pages.get(`${documentsFolder}/${name}`)!;
const markdown = files.filter(({ path }) => path.endsWith(".md"));

/** The headings of a page, as links name them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the pages of a design", () => {
  test("are an overview, five pages with a diagram, and a page for each task", () => {
    const names = [...pages.keys()].map((path) => path.slice(documentsFolder.length + 1));
    expect(names.filter((name) => !name.startsWith("plan/"))).toEqual([
      ...["README.md", "schema.md", "schema.svg", "functions.md"],
      ...["access.md", "components.md", "flows.md"],
    ]);
    expect(names.filter((name) => name.startsWith("plan/"))).toMatchInlineSnapshot(`
      [
        "plan/01-roles.md",
        "plan/02-table-tools.md",
        "plan/03-table-loans.md",
        "plan/04-table-toolNotes.md",
        "plan/05-component-sharded-counter.md",
        "plan/06-emails.md",
        "plan/07-knowledge-tools.md",
        "plan/08-crons.md",
        "plan/09-routes.md",
        "plan/10-flow-borrow-a-tool.md",
        "plan/11-the-whole-design.md",
      ]
    `);
  });

  test.each(markdown)("$path links only to what exists", ({ path, after }) => {
    const links = [...after.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    const broken = links.filter((link) => {
      const [to = "", heading] = link.split("#");
      const text = pages.get(to === "" ? path : posix.join(posix.dirname(path), to));
      return text === undefined || (heading !== undefined && !anchorsOf(text).includes(heading));
    });
    expect(broken).toEqual([]);
  });

  test.each(markdown)("$path names no file that only the finished app has", ({ after }) => {
    const named = codeIn(after).filter((code) =>
      /^(apps|packages|tooling|generators|docs)\/|^[\w.-]+\.test\.ts$| exec vitest /.test(code),
    );
    expect(named).toEqual([]);
  });

  test("say what each field holds, and what reads each index", () => {
    expect(pageOf("schema.md")).toContain(
      "| `name` | text, 1 to 80 characters | searched by its words |",
    );
    expect(pageOf("schema.md")).toContain("| `by_kind` | kind | `listByKind` |");
    expect(pageOf("schema.md")).toContain("| `loans` | 20,000 | 40 |");
  });

  test("say who may call each function, and how often", () => {
    expect(pageOf("functions.md")).toMatch(
      /\| `create` mutation: [^|]+\| admin \(all\) \| `name, kind\?, [^|]+\| its id \| 30\/minute \|/,
    );
    expect(pageOf("functions.md")).toContain("| `until: day, paginationOpts` | a page of rows |");
  });

  test("have the matrix, the moves and what visitors see", () => {
    expect(pageOf("access.md")).toContain(
      "| `tools` | all: read | all: read, create, update, remove |",
    );
    expect(pageOf("access.md")).toContain("| `late` | `back` | admin |");
    expect(pageOf("access.md")).toContain("- `tools`: `name`, `kind` of rows where `isListed`.");
  });

  test("lead from a criterion to the flow that proves it", () => {
    expect(pageOf("flows.md")).toContain("[`flow:Borrow a tool#3`](#borrow-a-tool)");
  });

  test("are the same for the same design", () => {
    expect(planDocuments(library, tree)).toEqual({ files, removals: [] });
  });
});

describe("pages that are there", () => {
  const path = `${documentsFolder}/README.md`;
  const old = `${documentsFolder}/plan/01-table-of-old.md`;
  const own = `${documentsFolder}/plan/notes.md`;
  const there = (text: string) =>
    planDocuments(
      library,
      memoryTree({ ...templateFiles, [path]: text, [old]: `${notice}\n`, [own]: "Mine\n" }),
    );

  test("are replaced when they were written from a design", () => {
    const { files } = there(`# Old\n\n${notice}\n`);
    expect(files.find((file) => file.path === path)).toMatchObject({ replaces: true });
  });

  test("are left to the engine to refuse when a person wrote them", () => {
    const { files } = there("# Mine\n");
    expect(files.find((file) => file.path === path)).not.toHaveProperty("replaces");
  });

  test("leave when their task is no longer in the plan", () => {
    expect(there("").removals).toEqual([{ path: old, before: `${notice}\n` }]);
  });
});

describe("what the code had before the design", () => {
  const { files: more } = planDocuments(
    {
      ...library,
      entities: {
        ...library.entities,
        note: { fields: { title: "string(1..120)", ownerId: "ref(users)+owner" } },
        task: { fields: { title: "string(1..200)" } },
      },
    },
    tree,
  );
  const textOf = (name: string) =>
    more.find(({ path }) => path === `${documentsFolder}/${name}`)?.after ?? "";

  test("is described, but no task of the plan", () => {
    expect(textOf("schema.md")).toContain("## tasks");
    expect(
      more.map(({ path }) => path).filter((path) => /plan\/.*-(notes|tasks)/.test(path)),
    ).toEqual([]);
  });

  test("has no functions that only a generator would add", () => {
    expect(textOf("functions.md")).toContain("## notes");
    expect(textOf("functions.md")).not.toContain("## tasks");
  });
});

const shapes: readonly EntityInput[] = [
  {
    name: "gadget",
    fields: [
      ...["ownerId:ref(users)+owner", "title:string(1..80)+search", "sku:string(1..20)+unique"],
      ...["state:enum(new,used,gone)=new", "photo:file?", "boughtOn:day", "kind:enum(a,b)+index"],
      "place:vector(4)?",
    ],
    access: ["member:own", "admin:all"],
    states: "state: new>used>gone",
    index: ["kind,boughtOn"],
    searchFilter: "kind",
  },
  {
    name: "gadget",
    fields: ["teamId:ref(teams)+cascade", "title:string(1..80)+search", "isPublic:bool=false"],
    access: ["member:team", "admin:all:read"],
    public: "title",
    publicWhen: "isPublic",
    trash: true,
  },
  {
    name: "gadget",
    fields: ["noteId:ref(notes)+cascade", "body:text", "byId:ref(users)+owner"],
    parent: "notes",
    access: ["member:parent:read", "member:own:create+remove"],
  },
];

describe("the functions of an entity are those that the templates write", () => {
  test.each(shapes)("shape %#", (input) => {
    const facts = functionsOf(readEntity(input, tree));
    const { files: rendered } = renderEntity(input, tree);
    const { text } = rendered.find(({ path }) => path.endsWith("convex/gadgets.ts"))!;
    const written = text.split(/^export const /m).slice(1);
    const kindOf = (code: string) => /^(\w+) = (\w+)\(/.exec(code)!.slice(1, 3).join(" ");
    expect(facts.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual(
      written.map(kindOf).sort(),
    );
    for (const { name, args, access, indexes } of facts) {
      const code = written.find((one) => one.startsWith(`${name} =`))!;
      if (access !== "internal") expect(code).toContain(`access: "${access}"`);
      for (const arg of args.filter(() => !/shape,\n|\.\.\./.test(code)))
        expect(code).toContain(arg.replace("?", ""));
      const read = [...code.matchAll(/withIndex\(\s*"(\w+)"|withSearchIndex\(\s*"(\w+)"/g)];
      const named = read.map(([, index, search]) => index ?? search);
      if (name !== "purge" && named.length > 0)
        expect(indexes.toSorted()).toEqual([...new Set(named)].sort());
    }
  });
});
