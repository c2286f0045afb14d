// A small repository for the tests, the project that it belongs to, and a plan that creates and edits files.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "../src/checks/tool.ts";
import type { Command } from "../src/command.ts";
import { memberEditor } from "../src/edit/members.ts";
import { planEdits } from "../src/edit/plan.ts";
import type { Fragment, Plan } from "../src/plan.ts";
import { type Project, useProject } from "../src/project.ts";
import { scratch as emptyScratch } from "../src/testing/scratch.ts";
import { diskTree } from "../src/tree.ts";

export const layout = {
  schema: "packages/backend/convex/schema.ts",
  access: "packages/validators/src/access.ts",
  backendModule: (module: string) => `packages/backend/convex/${module}.ts`,
  backendTest: (module: string) => `packages/backend/convex/${module}.test.ts`,
};

/** The files that a plan of `samplePlan` edits. */
export const sampleFiles: Readonly<Record<string, string>> = {
  [layout.schema]:
    'import { defineSchema } from "convex/server";\n\nexport default defineSchema({\n  users: u,\n});\n',
  [layout.access]:
    'import { defineAccess } from "./define";\n\nexport const matrix = defineAccess({\n  users: {},\n});\n',
  "README.md": "A repository.\n",
  "generators/README.md": "Its generators.\n",
};

/** Makes a temporary folder with the sample's files, or with others. */
export function scratch(files: Readonly<Record<string, string>> = sampleFiles) {
  return emptyScratch(files);
}

/** A plan that creates files, some in new folders, and edits others. */
export function samplePlan(root: string, table = "tickets"): Plan {
  const fragment = (kind: Fragment["kind"], text: string): Fragment => ({ kind, key: table, text });
  const edits = planEdits(diskTree(root), [
    {
      path: layout.schema,
      fragments: [
        { kind: "import", key: `@repo/x#${table}`, text: `import { ${table} } from "@repo/x";` },
        fragment("schemaTable", `${table}: f(${table})`),
      ],
    },
    { path: layout.access, fragments: [fragment("accessRow", `${table}: {}`)] },
  ]);
  const create = (path: string, text: string) => ({
    path,
    before: diskTree(root).read(path),
    after: text,
    fragments: [],
  });
  return {
    command: "entity",
    subject: table,
    input: { name: table },
    files: [
      create(layout.backendModule(table), `export const list = "${table}";\n`),
      { ...create(layout.backendTest(table), `test("${table}", () => {});\n`), protected: true },
      create(`apps/web/src/${table}/list/page.tsx`, `export const page = <p>${table}</p>;\n`),
      ...edits,
    ],
    next: [],
    notes: [],
  };
}

const fn: Command = {
  name: "function",
  writes: true,
  usage: "<module.name>",
  positionals: 1,
  about: "add a function",
  flags: [
    { name: "kind", kind: "text", value: "<kind>", about: "its kind" },
    { name: "args", kind: "many", value: "<fields>", about: "its arguments" },
    { name: "access", kind: "text", value: "<who>", about: "who may call it" },
    { name: "rate-limit", kind: "text", value: "<limit>", about: "how often" },
    { name: "returns", kind: "text", value: "<type>", about: "what it returns" },
  ],
  examples: [],
};

const PAGES = "docs/reference";
/** A script of the sample repository that writes the pages: the tests give it its contents. */
export const PAGES_WRITER = "write-pages.mjs";

const project: Project = {
  generators: [
    {
      command: fn,
      load: () => Promise.reject(new Error("not in these tests")),
      ask: () => Promise.reject(new Error("not in these tests")),
    },
  ],
  editors: {
    schemaTable: memberEditor({
      anchor: { call: "defineSchema", from: "convex/server", holds: "object" },
      order: "keys",
    }),
    accessRow: memberEditor({ anchor: { call: "defineAccess", holds: "object" }, order: "keys" }),
    accessTest: memberEditor({ anchor: { variable: "written", holds: "object" }, order: "keys" }),
    reference: memberEditor({
      anchor: { call: "defineReferences", holds: "object" },
      order: "keys",
    }),
    rowName: memberEditor({ anchor: { variable: "nameFields", holds: "object" }, order: "keys" }),
    apart: memberEditor({ anchor: { variable: "apart", holds: "object" }, order: "keys" }),
    rateLimit: memberEditor({ anchor: { variable: "rateLimits", holds: "object" }, order: "keys" }),
    errorCode: memberEditor({ anchor: { variable: "errorCodes", holds: "array" }, order: "end" }),
  },
  explanations: {},
  checksOf: () => [],
  pages: {
    commands: ["pnpm pages"],
    read: (root) =>
      Object.fromEntries(
        diskTree(root)
          .list(PAGES)
          .filter((name) => name !== "mine.md")
          .map((name) => [`${PAGES}/${name}`, readFileSync(join(root, PAGES, name), "utf8")]),
      ),
    async refresh(root) {
      const { signal } = new AbortController();
      await runTool({ script: join(root, PAGES_WRITER), args: [], folder: root, signal });
      return { changed: readdirSync(join(root, PAGES)), left: [] };
    },
  },
  inspect: () => [],
  finish: (_path, text) => text,
  dependency: (newer, older) => {
    const { needs } = newer.input as { needs?: string };
    return needs !== undefined && older.id.endsWith(needs) ? needs : undefined;
  },
};

useProject(project);
