// What the files of a page have for fields and access of some kind.
import { describe, expect, test } from "vitest";
import { formatPlan } from "@groundwork/plop-engine/run/format-plan";
import type { Tree } from "@groundwork/plop-engine/plan";
import { readAccess } from "@groundwork/convex-generators/repository/facts";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { workspace } from "../notes.ts";
import { templateTree } from "../repository.ts";
import { memoryTree } from "@groundwork/plop-engine/tree";
import { entityNames } from "@groundwork/convex-generators/entity/model/names";
import { shortcutKey } from "@groundwork/convex-generators/entity/options";
import { planEntity } from "@groundwork/convex-generators/entity/plan";

interface Asked {
  name?: string;
  access?: string[];
  tree?: Tree;
}

/** Plans an entity with a page; answers its files of the web app by their names, and the file of display names. */
async function page(fields: readonly string[], { name = "order", access, tree }: Asked = {}) {
  const input = { name, fields: [...fields], access: access ?? ["member:all"], web: true };
  const whole = planEntity(input, tree ?? templateTree());
  const files = whole.files.filter(
    ({ path }) => path.startsWith(layout.web) || path === layout.names,
  );
  const plan = await formatPlan(workspace, { ...whole, files });
  const named = plan.files.map(({ path, after }) => [path.split("/").at(-1)!, after] as const);
  return Object.fromEntries(named) as Record<string, string>;
}

const withTexts = (texts: Record<string, string>): Tree => {
  const tree = templateTree();
  return { ...tree, read: (path) => texts[path] ?? tree.read(path) };
};

test("an edit has no defaults, and starts from what is there", async () => {
  const quantity = [
    "quantity:int(1..100)=1",
    "note:string?",
    "code:string+immutable",
    "bill:file?",
  ];
  const files = await page(quantity);
  expect(files["order-form.ts"]).toContain(
    "export const orderEdit = order.pick({ quantity: true, note: true, bill: true });",
  );
  expect(files["order-form.ts"]).toContain("bill: filesText(order.bill)");
  expect(files["edit-order-dialog.tsx"]).toContain("shape: orderEdit,");
  expect(files["edit-order-dialog.tsx"]).toContain("update({ id: order._id, ...changes })");
});

test("money, days, times and lengths of time are asked for and shown in words of their own", async () => {
  const files = await page([
    ...["title:string", "price:money(EUR,0..)=1.5", "prices:money(JPY)[]?", "took:duration"],
    ...["from:day?", "at:time", "views:bigint", "days:day[]"],
  ]);
  expect(files["order-form.ts"]).toContain("price: amountText(150, orderLimits.price.currency),");
  expect(files["order-form.ts"]).toContain("took: clockText(order.took),");
  expect(files["order-form.ts"]).toContain(
    "textOf(order.prices?.map((item) => amountText(item, orderLimits.prices.currency)))",
  );
  const fields = files["order-fields.tsx"]!.replace(/\s+/g, " ");
  expect(fields).toContain(
    'name="price" label={words.fields.price} hint={words.hints.price} type="number" step="0.01"',
  );
  expect(fields).toContain(
    'name="from" label={words.fields.from} hint={words.hints.from} type="date"',
  );
  expect(fields).toContain('name="at" label={words.fields.at} type="time"');
  expect(fields).toContain('name="views" label={words.fields.views} type="number" />');
  expect(files["words.ts"]).toContain('price: "In EUR."');
  const facts = files["order-facts.tsx"];
  expect(facts).toContain("{moneyText(order.price, orderLimits.price.currency)}");
  expect(facts).toContain("{durationText(order.took)}");
  expect(facts).toContain("{dayText(order.from)}");
  expect(facts).toContain('{order.days.map((item) => dayText(item)).join(", ")}');
});

test("options are called as the field says, and otherwise after their values", async () => {
  const files = await page([
    ...["title:string", 'state:enum(open,in-progress="Being done")+index=open'],
    'flags:enum(hot,cold="Ice cold")[]',
  ]);
  const words = files["words.ts"];
  for (const line of ['open: "Open"', '"in-progress": "Being done"', 'cold: "Ice cold"']) {
    expect(words).toContain(line);
  }
  expect(files["order-facts.tsx"]).toContain("words.options.flags[item]");
});

test("a search shows changes at once, and a notice of each row that is added", async () => {
  const files = await page(["title:string(1..80)+search"]);
  expect(files["order-mutations.ts"]).toContain(
    "const lists = [api.orders.list, api.orders.search] as const;",
  );
  expect(files["order-list.tsx"]).toContain("<ListBoundary resetKey={JSON.stringify(search)}>");
  expect(files["create-order-form.tsx"]).toContain("added: words.created");
  expect((await page(["title:string(1..80)"]))["create-order-form.tsx"]).not.toContain("added:");
});

test("a field with an index and few values narrows the list, in the address", async () => {
  const files = await page(["title:string", "status:enum(open,done)+index", "q:bool+index=true"]);
  expect(files["search.ts"]).toContain("status: keyOf(words.options.status)");
  // Words of a search have the name.
  expect(files["search.ts"]).not.toContain("q:");
  expect(files["order-list.tsx"]).toContain("{ status: search.status }");
  expect(files["words.ts"]).toContain('open: "Open",');
  const plain = await page(["title:string", "status:enum(open,done)"]);
  expect(plain).not.toHaveProperty("search.ts");
  expect(plain["orders.tsx"]).not.toContain("validateSearch");
});

test("rows of one value are sorted as a list of theirs is, in the address", async () => {
  const input = {
    name: "order",
    fields: ["status:enum(open,done)+index", "isHot:bool+index", "dueOn:day", "sum:int?"],
    access: ["member:all"],
    index: ["status,dueOn", "status,sum", "isHot,dueOn"],
    web: true,
  };
  const plan = await formatPlan(workspace, planEntity(input, templateTree()));
  const file = (name: string) => plan.files.find(({ path }) => path.endsWith(`/${name}`))!.after;
  expect(file("features/orders/search.ts")).toContain("sort: keyOf(words.sorts)");
  const words = file("features/orders/words.ts");
  expect(words).toContain('dueOn: "Due on: earliest first"');
  expect(words).toContain('"dueOn-down": "Due on: latest first"');
  // Some have no sum, and one filter is sorted.
  expect(words).not.toContain("sum-down");
  const list = file("order-list.tsx").replace(/\s+/g, " ");
  expect(list).toContain("onChange={(sort) => show({ status: search.status, sort })}");
  expect(list).toContain('order: sort === "dueOn" ? "asc" : "desc"');
  expect(list).toContain("const { sort, ...narrowed } = search;");
  expect(list).not.toContain("listByIsHotAndDueOn");
  expect(file("order-mutations.ts")).toContain("api.orders.listByStatusAndDueOn");
});

test("the command palette finds rows by their words, but those of a team's owners", async () => {
  const found = async (access: string[]) =>
    page(["teamId:ref(teams)+cascade", "title:string(1..80)+search"], { access });
  const files = await found(["admin:all"]);
  expect(files["palette-results.tsx"]).toContain('can(useMe().role, "orders.read")');
  expect(files["feature.ts"]).toContain('palette: () => import("./palette-results")');
  const ofOwners = await found(["member:led"]);
  expect(ofOwners).not.toHaveProperty("palette-results.tsx");
  expect(ofOwners["feature.ts"]).not.toContain("palette");
});

test.each([
  ["the first letter of its name", {}, "o"],
  ["the first that no other page has", { "others/feature.ts": 'key: "o"' }, "r"],
  ["its own, where it exists", { "orders/feature.ts": 'key: "d"' }, "d"],
])("the shortcut of a page is %s", (_what, features, key) => {
  const texts = Object.fromEntries(
    Object.entries(features).map(([path, text]) => [`${layout.webFolder("")}${path}`, text]),
  );
  expect(shortcutKey(entityNames("order").names!, memoryTree(texts))).toBe(key);
});

test.each([
  ["its first text", ["amount:number", "mail:email", "slug:string"], "order.mail", "mail"],
  ["its most telling text", ["slug:string", "mail:email", "name:string"], "order.name", "name"],
  ["what is chosen", ["name:string", "code:string(1..9)+name"], "order.code", "code"],
  ["its number", ["no:int+unique+server", "isPaid:bool"], "`${words.one} ${order.no}`", "no"],
  ["its time", ["x:ref(notes)+cascade"], "nameByMoment(words.one, order)", "_creationTime"],
])(
  "a row is called by %s, on its page and where others refer to it",
  async (_, fields, code, field) => {
    const files = await page(fields);
    expect(files["order-name.ts"]).toContain(`(order: PublicOrder): string => ${code};`);
    expect(files["names.ts"]).toContain(`\n  orders: "${field}",\n`);
  },
);

describe("a row that is referred to", () => {
  const fields = ["noteId:ref(notes)+cascade", "other:bool"];

  // Features do not import each other, so the page says it itself.
  test.each([
    ["its first text", "", "note.title"],
    ["the text that the table is named by", '  notes: "body",\n', "note.body"],
    [
      "the time where nothing else tells",
      '  notes: "_creationTime",\n',
      'nameByMoment("note", note)',
    ],
  ])("is called by %s", async (_what, names, code) => {
    const tree = withTexts({ [layout.names]: `const nameFields = {\n${names}};\n` });
    const files = await page(fields, { name: "comment", tree });
    expect(files["comment-fields.tsx"]).toContain(`nameOf={(note) => ${code}}`);
    expect(files["comment-fields.tsx"]).toContain("row={api.notes.get}");
    expect(files["comment-fields.tsx"]).not.toContain("@/features/");
  });

  test("is named with all others of the list, those of one table by one query", async () => {
    const more = ["otherId:ref(notes)?+clear", "parentId:ref(orders)?+clear"];
    const files = await page([...fields, ...more]);
    const list = files["order-list.tsx"];
    expect(list).toContain(
      "notes: rows.results.flatMap((order) => [order.noteId, order.otherId]),",
    );
    expect(list).toContain("orders: rows.results.map((order) => order.parentId),");
    expect(list).toContain("<OrderItem key={order._id} order={order} nameOf={nameOf} />");
    expect(files["order-item.tsx"]).toContain("<OrderFacts order={order} nameOf={nameOf} />");
    expect(files["order-facts.tsx"]).toContain(
      "<Fact label={words.fields.noteId}>{nameOf(order.noteId)}</Fact>",
    );
  });

  test.each([
    ['id: zid("notes")', true],
    ['noteId: zid("notes")', false],
    ['id: zid("notes"), teamId: zid("teams")', false],
  ])("of a table whose get takes { %s } is shown by name: %s", async (args, isShown) => {
    const tree = withTexts({
      [layout.backendModule("notes")]:
        `export const get = query({ args: { ${args} }, returns: x });\n`,
      [layout.names]: "const nameFields = {};\n",
    });
    const files = await page(fields.slice(0, 1), { name: "comment", tree });
    expect((files["comment-facts.tsx"] ?? "").includes("query={api.notes.get}")).toBe(isShown);
  });
});

test("a change that the list does not show waits for the server", async () => {
  const changes = async (fields: string[]) => (await page(fields))["order-mutations.ts"]!;
  const hidden = await changes(["note:text?+private", "scan:file?", "code:string(1..9)+immutable"]);
  expect(hidden).toContain("  return useMutation(api.orders.update);\n");
  expect(hidden).not.toContain("changeInPages");
  expect(await changes(["note:text", "secret:text?+private"])).toContain("changeInPages(");
});

test("a component of one control has no fragment around it", async () => {
  expect((await page(["body:text"]))["order-fields.tsx"]).not.toContain("<>");
});

describe("of a team", () => {
  const team = ["teamId:ref(teams)+cascade", "title:string(1..80)"];
  const author = "authorId:ref(users)+owner";
  const teamPage = (access: string[], more: readonly string[] = [], tree?: Tree) =>
    page([...team, ...more], { access, ...(tree && { tree }) });

  test("rows are listed, found and made in the team that the page shows, which no form asks for", async () => {
    const files = await teamPage(["member:team"], ["name:string(1..80)+search"]);
    expect(files["orders.tsx"]).toContain('createFileRoute("/_app/t/$team/orders")');
    expect(files["orders.tsx"]).toContain("validateSearch: readOrderSearch");
    expect(files["order-list.tsx"]).toContain('isAll ? { teamId: team._id } : "skip"');
    expect(files["order-list.tsx"]).toContain("{ teamId: team._id, term: search.q }");
    expect(files["create-order-form.tsx"]).toContain("create({ ...input, teamId: team._id })");
    expect(files["order-mutations.ts"]).toContain("argsToMatch: { teamId: input.teamId },");
    expect(files["order-form.ts"]).toContain("orderInput.omit({ teamId: true })");
    expect(files["order-fields.tsx"]).not.toContain("teamId");
    expect(files["order-facts.tsx"]).not.toContain("teamId");
  });

  // The permissions that the page checks before it shows the form and the buttons.
  test.each([
    ["member:team", ""],
    ["member:led", ""],
    ["member:all:read admin:all", "create update remove"],
    ["member:team:read+create+update member:led:remove", "remove"],
    ["member:team:read member:led:create", "create"],
    ["member:team:read+create member:own:update+remove", "update remove"],
    ["member:team admin:all:read admin:team:create+update", "create update remove"],
  ])("a page with %s checks: %s", async (access, checked) => {
    const files = await teamPage(access.split(" "), [author]);
    const page = Object.entries(files).filter(([name]) => /\.tsx$/.test(name));
    const isChecked = (operation: string) =>
      page.some(([, text]) =>
        new RegExp(`(useMay\\(|permission=)"orders\\.${operation}"`).test(text),
      );
    expect(["create", "update", "remove"].filter(isChecked).join(" ")).toBe(checked);
  });

  test("people are its members, chosen and shown by name", async () => {
    const files = await teamPage(["member:team"], [author, "assigneeId:ref(users)?+clear"]);
    expect(files["order-fields.tsx"]).toMatch(/<MemberField\s+form={form}\s+name="assigneeId"/);
    expect(files["order-facts.tsx"]).toContain("<MemberName id={order.assigneeId} />");
    expect(files["order-facts.tsx"]).toContain("<MemberName id={order.authorId} />");
    const others = await page(["personId:ref(users)+cascade"]);
    expect(others["order-fields.tsx"]).not.toContain("MemberField");
  });

  /** The repository with notes of a team each, and a list that takes some arguments. */
  function withNotesOfTeam(args: string): Tree {
    const own = '  notes: {\n    columns: { own: "ownerId" }';
    const path = layout.accessOf("notes");
    const tree = withTexts({
      [layout.backendModule("notes")]:
        `export const list = query({ args: { ${args} }, returns: x });\n`,
      [path]: templateTree()
        .read(path)!
        .replace(own, own.replace('own: "ownerId"', 'team: "teamId"')),
    });
    expect(readAccess(tree).tables.notes?.columns).toEqual({ team: "teamId" });
    return tree;
  }
  const listArgs = 'teamId: zid("teams"), paginationOpts';

  test("rows to choose from are searched by words, where the table has a search that asks for nothing else", async () => {
    const fieldsWith = async (name: string, args: string) => {
      const tree = withNotesOfTeam(listArgs);
      const path = layout.backendModule("notes");
      const search = `\nexport const ${name} = query({ args: { ${args} } });\n`;
      const read = (at: string) => {
        const text = tree.read(at);
        return at === path ? `${text}${search}` : text;
      };
      const searched = { ...tree, read };
      return (await teamPage(["member:team"], ["noteId:ref(notes)?+clear"], searched))[
        "order-fields.tsx"
      ]!;
    };
    const ofTeam = "teamId, term: searchTerm, paginationOpts";
    const narrowed = `${ofTeam}, kind: note.shape.kind.optional()`;
    expect(await fieldsWith("search", ofTeam)).toContain("search={api.notes.search}");
    expect(await fieldsWith("searchByTitle", narrowed)).toContain(
      "search={api.notes.searchByTitle}",
    );
    for (const [name, args] of [
      ["search", "term: searchTerm, paginationOpts"],
      ["search", `${ofTeam}, kind: note.shape.kind`],
      ["researched", ofTeam],
    ] as const) {
      expect(await fieldsWith(name, args)).not.toContain("search=");
    }
  });

  test("rows to choose from are those of the team, where their list takes one and nothing more", async () => {
    const fieldsWith = async (args: string, field = "noteId:ref(notes)?+clear") =>
      (await teamPage(["member:team"], [field], withNotesOfTeam(args)))["order-fields.tsx"]!;
    const offered = await fieldsWith(listArgs);
    expect(offered).toContain("rows={api.notes.list}\n        args={{ teamId: team._id }}");
    expect(offered).toContain("const team = useTeam();");
    expect(await fieldsWith("paginationOpts")).not.toContain("args=");
    expect(await fieldsWith("teamId, status: notes, paginationOpts")).not.toContain("notes.list");
    expect(await fieldsWith("status, paginationOpts")).not.toContain("notes.list");
    const self = await fieldsWith("paginationOpts", "parentId:ref(orders)?+clear");
    expect(self).toContain("rows={api.orders.list}\n        args={{ teamId: team._id }}");
  });

  test("rows are not offered on a page that shows no team", async () => {
    const tree = withNotesOfTeam(listArgs);
    const files = await page(["title:string", "noteId:ref(notes)?+clear"], { tree });
    expect(files["order-fields.tsx"]).toMatch(/<TextField\s+form={form}\s+name="noteId"/);
    expect(files["order-fields.tsx"]).not.toContain("team");
  });
});
