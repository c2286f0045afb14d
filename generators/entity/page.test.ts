// What the parts of a page do with fields of some kind.
import { expect, test } from "vitest";
import { readAccess } from "../repository/facts.ts";
import { layout } from "../repository/layout.ts";
import type { Tree } from "@groundwork/plop-engine/plan";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import { workspace } from "../test/notes.ts";
import { templateTree } from "../test/repository.ts";
import type { EntityInput } from "./input.ts";
import { planEntity } from "./plan.ts";

/** The files of a page, formatted. */
async function pageFiles(
  input: EntityInput,
  tree: Tree,
): Promise<{ path: string; text: string }[]> {
  const { files } = await formatPlan(workspace, planEntity(input, tree));
  return files
    .filter(({ path }) => path.startsWith("apps/web/"))
    .map(({ path, after }) => ({ path, text: after }));
}

/** The files of the page of `orders`, by their names. */
async function page(fields: readonly string[], name = "order", tree = templateTree()) {
  const input = { name, fields: [...fields], access: ["member:all"], web: true };
  const files = await pageFiles(input, tree);
  return Object.fromEntries(files.map(({ path, text }) => [path.split("/").at(-1)!, text]));
}

test("an edit has no defaults, and starts from what is there", async () => {
  const files = await page([
    "quantity:int(1..100)=1",
    "note:string?",
    "code:string+immutable",
    "bill:file?",
  ]);
  expect(files["order-form.ts"]).toContain(
    "export const orderEdit = order.pick({ quantity: true, note: true, bill: true });",
  );
  expect(files["order-form.ts"]).toContain("bill: filesText(order.bill)");
  expect(files["edit-order-dialog.tsx"]).toContain("shape: orderEdit,");
  expect(files["edit-order-dialog.tsx"]).toContain("update({ id: order._id, ...changes })");
});

test("while rows are searched, those that are found are changed at once too, and what is added is told", async () => {
  const files = await page(["title:string(1..80)+search"]);
  expect(files["order-mutations.ts"]).toContain(
    "for (const list of [api.orders.list, api.orders.search]) {",
  );
  expect(files["order-list.tsx"]).toContain("<ListBoundary resetKey={term}>");
  expect(files["create-order-form.tsx"]).toContain('added: "The order was added."');
  expect((await page(["title:string(1..80)"]))["create-order-form.tsx"]).not.toContain("added:");
});

test.each([
  ["its first text", ["amount:number", "mail:email", "slug:string"], "order.mail", "mail"],
  ["its most telling text", ["slug:string", "mail:email", "name:string"], "order.name", "name"],
  ["what is chosen", ["name:string", "code:string(1..9)+name"], "order.code", "code"],
  ["its number", ["no:int+unique+server", "isPaid:bool"], "`Order ${order.no}`", "no"],
  [
    "when it was made",
    ["noteId:ref(notes)+cascade"],
    'nameByMoment("Order", order)',
    "_creationTime",
  ],
])(
  "a row is called by %s, on its page and where others refer to it",
  async (_, fields, name, field) => {
    expect((await page(fields))["order-name.ts"]).toContain(
      `(order: PublicOrder): string => ${name};`,
    );
    const { files } = await formatPlan(
      workspace,
      planEntity({ name: "order", fields }, templateTree()),
    );
    const names = files.find(({ path }) => path === layout.names)?.after;
    expect(names).toContain(`\n  orders: "${field}",\n`);
  },
);

test("a row that is referred to is called as on its own page, by its title, or by when it was made", async () => {
  const fields = ["noteId:ref(notes)+cascade", "other:bool"];
  const inline = await page(fields, "comment");
  expect(inline["comment-fields.tsx"]).toContain("nameOf={(note) => note.title}");
  expect(inline["comment-fields.tsx"]).toContain("row={api.notes.get}");

  const tree = templateTree();
  const own = `${layout.webFolder("notes")}/note-name.ts`;
  const named = {
    ...tree,
    read: (path: string) =>
      path === own
        ? "export const nameOfNote = (note: PublicNote): string => note.title;\n"
        : tree.read(path),
  };
  const text = (await page(fields, "comment", named))["comment-fields.tsx"];
  expect(text).toContain('import { nameOfNote } from "../notes/note-name.ts";');
  expect(text).toContain("nameOf={nameOfNote}");
});

test("the rows that a list refers to are named at once, those of one table by one query", async () => {
  const files = await page([
    "noteId:ref(notes)+cascade",
    "otherId:ref(notes)?+clear",
    "parentId:ref(orders)?+clear",
  ]);
  expect(files["order-list.tsx"]).toContain(
    [
      "  const nameOf = useNames({",
      "    notes: orders.results.flatMap((order) => [order.noteId, order.otherId]),",
      "    orders: orders.results.map((order) => order.parentId),",
      "  });",
    ].join("\n"),
  );
  expect(files["order-list.tsx"]).toContain(
    "<OrderItem key={order._id} order={order} nameOf={nameOf} />",
  );
  expect(files["order-item.tsx"]).toContain("<OrderFacts order={order} nameOf={nameOf} />");
  expect(files["order-facts.tsx"]).toContain('<Fact label="Note">{nameOf(order.noteId)}</Fact>');
});

test("a row whose table is read by other arguments than an id is not shown by name", async () => {
  const tree = templateTree();
  const readBy = async (args: string) => {
    const texts: Record<string, string> = {
      [layout.backendModule("notes")]:
        `export const get = query({ args: { ${args} }, returns: x });\n`,
      [layout.names]: "const nameFields = {};\n",
    };
    const read = (path: string) => texts[path] ?? tree.read(path);
    return (
      (await page(["noteId:ref(notes)+cascade"], "comment", { ...tree, read }))[
        "comment-facts.tsx"
      ] ?? ""
    );
  };
  expect(await readBy('id: zid("notes")')).toContain("query={api.notes.get}");
  expect(await readBy('noteId: zid("notes")')).not.toContain("api.notes.get");
  expect(await readBy('id: zid("notes"), teamId: zid("teams")')).not.toContain("api.notes.get");
});

test("a change that the list does not show waits for the server", async () => {
  const changes = async (fields: string[]) => (await page(fields))["order-mutations.ts"]!;
  const hidden = await changes(["note:text?+private", "scan:file?", "code:string(1..9)+immutable"]);
  expect(hidden).toContain("  return useMutation(api.orders.update);\n");
  expect(hidden).not.toContain("changeInPages");
  expect(await changes(["note:text", "secret:text?+private"])).toContain("changeInPages(");
});

const team = ["teamId:ref(teams)+cascade", "title:string(1..80)"];

/** The page of rows of a team, by its files. */
async function teamPage(access: string[], more: readonly string[] = [], tree = templateTree()) {
  const input = { name: "order", fields: [...team, ...more], access, web: true };
  const files = await pageFiles(input, tree);
  const named = Object.fromEntries(files.map(({ path, text }) => [path.split("/").at(-1)!, text]));
  return { ...named, all: files.map(({ text }) => text).join("\n") } as Record<string, string>;
}

test("rows of a team are listed, found and made in the team that the page shows, which no form asks for", async () => {
  const files = await teamPage(["member:team"], ["name:string(1..80)+search"]);
  expect(files["orders.tsx"]).toContain('<InTeam permission="orders.read">');
  expect(files["order-list.tsx"]).toContain('isAll ? { teamId: team._id } : "skip"');
  expect(files["order-list.tsx"]).toContain('isAll ? "skip" : { teamId: team._id, term }');
  expect(files["create-order-form.tsx"]).toContain("create({ ...input, teamId: team._id })");
  expect(files["order-mutations.ts"]).toContain("argsToMatch: { teamId: input.teamId },");
  expect(files["order-form.ts"]).toContain("orderInput.omit({ teamId: true })");
  expect(files["order-fields.tsx"]).not.toContain("teamId");
  expect(files["order-facts.tsx"]).not.toContain("teamId");
});

/** What is asked of a row before something is shown: the form that makes one, and the buttons. */
test.each<[string[], string[]]>([
  [["member:team"], []],
  [["member:led"], []],
  [
    ["member:all:read", "admin:all"],
    ["create", "update", "remove"],
  ],
  [["member:team:read+create+update", "member:led:remove"], ["remove"]],
  [["member:team:read", "member:led:create"], ["create"]],
  [
    ["member:team:read+create", "member:own:update+remove"],
    ["update", "remove"],
  ],
  [
    ["member:team", "admin:all:read", "admin:team:create+update"],
    ["create", "update", "remove"],
  ],
])("of a team, with %j, is asked for %j", async (access, asked) => {
  const { all = "" } = await teamPage(access, ["authorId:ref(users)+owner"]);
  const found = ["create", "update", "remove"].filter((operation) =>
    new RegExp(`(useMay\\(|permission=)"orders\\.${operation}"`).test(all),
  );
  expect(found).toEqual(asked);
});

test("people whom rows of a team name are its members, chosen and shown by name", async () => {
  const files = await teamPage(
    ["member:team"],
    ["authorId:ref(users)+owner", "assigneeId:ref(users)?+clear"],
  );
  expect(files["orders.tsx"]).toContain("<TeamMembers>");
  expect(files["order-fields.tsx"]).toContain('<MemberField form={form} name="assigneeId"');
  expect(files["order-facts.tsx"]).toContain("<MemberName id={order.assigneeId} />");
  expect(files["order-facts.tsx"]).toContain("<MemberName id={order.authorId} />");
  expect((await teamPage(["member:team"]))["orders.tsx"]).not.toContain("TeamMembers");
  expect((await page(["personId:ref(users)+cascade"]))["order-fields.tsx"]).not.toContain(
    "MemberField",
  );
});

/** The template, with notes that are of a team each, and a list that asks for some arguments. */
function withNotesOfTeam(args: string): Tree {
  const tree = templateTree();
  const list = `export const list = query({ args: { ${args} }, returns: x });\n`;
  const own = '  notes: {\n    columns: { own: "ownerId" }';
  const read = (path: string) =>
    path === layout.backendModule("notes")
      ? list
      : (tree.read(path)?.replace(own, own.replace('own: "ownerId"', 'team: "teamId"')) ?? null);
  const changed = { ...tree, read };
  expect(readAccess(changed).tables.notes?.columns).toEqual({ team: "teamId" });
  return changed;
}

test("rows to choose from are those of the team, where their list asks for one and nothing more", async () => {
  const fieldsWith = async (args: string, field = "noteId:ref(notes)?+clear") =>
    (await teamPage(["member:team"], [field], withNotesOfTeam(args)))["order-fields.tsx"]!;
  const asked = await fieldsWith('teamId: zid("teams"), paginationOpts');
  expect(asked).toContain("rows={api.notes.list}\n        args={{ teamId: team._id }}");
  expect(asked).toContain("const team = useTeam();");
  expect(await fieldsWith("paginationOpts")).not.toContain("args=");
  expect(await fieldsWith("teamId, status: notes, paginationOpts")).not.toContain("api.notes.list");
  expect(await fieldsWith("status, paginationOpts")).not.toContain("api.notes.list");
  const self = await fieldsWith("paginationOpts", "parentId:ref(orders)?+clear");
  expect(self).toContain("rows={api.orders.list}\n        args={{ teamId: team._id }}");
});

test("a row that is nobody's team's offers no rows of a team, as its page shows none", async () => {
  const tree = withNotesOfTeam('teamId: zid("teams"), paginationOpts');
  const files = await page(["title:string", "noteId:ref(notes)?+clear"], "order", tree);
  expect(files["order-fields.tsx"]).toContain('<TextField form={form} name="noteId"');
  expect(files["order-fields.tsx"]).not.toContain("team");
});

test("a component of one control has no fragment around it", async () => {
  expect((await page(["body:text"]))["order-fields.tsx"]).not.toContain("<>");
});
