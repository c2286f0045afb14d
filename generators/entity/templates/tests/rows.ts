// Tests of rows among others: references and what removals do, files, bounds.
import { type EntityField, type Target, filesOf, inputsOf, refsOf } from "../../model.ts";
import { object, quoted } from "../../print.ts";
import { uploadOperation } from "../writes.ts";
import { doer, mainRole } from "./people.ts";
import { type Writing, describeText, testText } from "./setup.ts";

export type Ref = EntityField & { table: string; target: Target };

/** Where references lead, and what removing the row there does. */
export function referenceTests(writing: Writing): string | null {
  const refs = refsOf(writing.model);
  const given = refs.filter(({ isInput }) => isInput);
  return describeText("references", [
    ...given.map((ref) => goneTest(writing, ref)),
    ...given.map((ref) => unseenTest(writing, ref)),
    ...given.map((ref) => teamTest(writing, ref)),
    ...given.map((ref) => memberTest(writing, ref)),
    ...given.map((ref) => circleTest(writing, ref)),
    ...given.map((ref) => keptTest(writing, ref)),
    ...refs.map((ref) => removalTest(writing, ref)),
  ]);
}

/** A row of the table that a reference leads to, made for a test. */
export function madeRow(writing: Writing, { target, isTeam }: Ref, person: string): string {
  if (target.isSelf) return writing.row(person);
  if (target.table === "teams" && !isTeam) return `await inTeam(app, { owner: ${person} })`;
  if (target.table === "users") {
    return `(await signedInAs(app, ${quoted(mainRole(writing.model))})).userId`;
  }
  return `await exampleRow(app, ${person}, ${quoted(target.table)})`;
}

/** One that the other rows of the test can do without: all that names a team names the same one of a person's. */
function removableRow(writing: Writing, ref: Ref): string {
  if (ref.target.table === "teams") return "await inTeam(app, { owner: bob })";
  return madeRow(writing, ref, "ann");
}

function refusedLines(writing: Writing, ref: Ref, value: string): string[] {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const changer = ref.isChange ? doer(model, "update")?.variable : undefined;
  return [
    `const invalid = { data: { code: "INVALID", issues: [{ path: ${quoted(ref.name)} }] } };`,
    ...(maker === undefined
      ? []
      : [
          `const sent = { ...${writing.spread(writing.input(maker))}, ${ref.name}: ${value} };`,
          `const creation = ${maker}.mutation(api.${table}.create, sent);`,
          "await expect(creation).rejects.toMatchObject(invalid);",
        ]),
    ...(changer === undefined
      ? []
      : [
          `const id = ${writing.row(changer)};`,
          `const changed = ${changer}.mutation(api.${table}.update, { id, ${ref.name}: ${value} });`,
          "await expect(changed).rejects.toMatchObject(invalid);",
        ]),
  ];
}

function isGiven({ model }: Writing, ref: Ref): boolean {
  return doer(model, "create") !== null || (ref.isChange && doer(model, "update") !== null);
}

function goneTest(writing: Writing, ref: Ref): string | null {
  if (!isGiven(writing, ref)) return null;
  return testText(`its ${ref.name} has to be there`, [
    `const gone = ${removableRow(writing, ref)};`,
    `await app.run((ctx) => ctx.db.delete(${quoted(ref.target.table)}, gone));`,
    ...refusedLines(writing, ref, "gone"),
  ]);
}

/** Where everybody sees only their own rows of the other table, another person's is as good as none. */
function unseenTest(writing: Writing, ref: Ref): string | null {
  const { target } = ref;
  if (!isGiven(writing, ref) || !isHidden(writing, ref) || target.table === "users") return null;
  return testText(`its ${ref.name} has to be one that its maker sees`, [
    `const unseen = ${madeRow(writing, ref, "bob")};`,
    ...refusedLines(writing, ref, "unseen"),
  ]);
}

/** Who makes rows, and who changes this field of one. */
function writersOf({ model }: Writing, ref: Ref): string[] {
  const doers = [doer(model, "create"), ref.isChange ? doer(model, "update") : null];
  return [...new Set(doers.flatMap((one) => one?.variable ?? []))];
}

/** A row of another team is out of the question, though one may be in that team, too. */
function teamTest(writing: Writing, ref: Ref): string | null {
  const { model } = writing;
  const { name, target } = ref;
  if (!isGiven(writing, ref) || model.team === null || !target.hasTeam) return null;
  const writers = writersOf(writing, ref);
  return testText(`its ${name} has to be of the same team`, [
    ...writers.map((person) => `await exampleRow(app, ${person}, "teams");`),
    `await inTeam(app, { owner: bob, members: [${writers.join(", ")}] });`,
    `const elsewhere = ${madeRow(writing, ref, "bob")};`,
    ...refusedLines(writing, ref, "elsewhere"),
  ]);
}

/** Of a team's row, people are members of the team: anybody of them. */
function memberTest(writing: Writing, ref: Ref): string | null {
  const { model } = writing;
  const { table } = model.names;
  const { name, target } = ref;
  if (!isGiven(writing, ref) || model.team === null || target.table !== "users") return null;
  const [writer = ""] = writersOf(writing, ref);
  const makes = doer(model, "create")?.variable === writer;
  return testText(`its ${name} has to be a member of the team, whoever of them`, [
    ...refusedLines(writing, ref, `bob.userId`),
    "",
    `const membershipId = await exampleRow(app, ${writer}, "memberships");`,
    `const membership = await app.run((ctx) => ctx.db.get("memberships", membershipId));`,
    `const theirs = { ${name}: membership!.userId };`,
    ...(makes
      ? [
          `const given = { ...${writing.spread(writing.input(writer))}, ...theirs };`,
          `const kept = await ${writer}.mutation(api.${table}.create, given);`,
        ]
      : [
          `const kept = ${writing.row(writer)};`,
          `await ${writer}.mutation(api.${table}.update, { id: kept, ...theirs });`,
        ]),
    `expect(await stored(kept)).toMatchObject(theirs);`,
  ]);
}

/** A row is not above itself, at whatever distance. */
function circleTest(writing: Writing, ref: Ref): string | null {
  const { model } = writing;
  const { table } = model.names;
  const changer = ref.isChange && ref.target.isSelf ? doer(model, "update")?.variable : undefined;
  if (changer === undefined) return null;
  const { name } = ref;
  return testText(`its ${name} is neither itself, nor under it`, [
    `const top = ${writing.row(changer)};`,
    `const below = ${writing.row(changer)};`,
    `await ${changer}.mutation(api.${table}.update, { id: below, ${name}: top });`,
    "for (const above of [top, below]) {",
    `  const changed = ${changer}.mutation(api.${table}.update, { id: top, ${name}: above });`,
    `  await expect(changed).rejects.toMatchObject(failsWith("INVALID"));`,
    "}",
  ]);
}

/** Whether those who make and change rows see none of the other table but their own. */
function isHidden({ model }: Writing, { target, isChange }: Ref): boolean {
  const makers = [doer(model, "create"), isChange ? doer(model, "update") : null];
  const readers: Record<string, string> = target.isSelf ? { ...model.grants.read } : target.readers;
  return makers.every(
    (maker) => maker === null || !["all", undefined].includes(readers[maker.role]),
  );
}

/** What somebody else has set stays, though the one who changes the rest does not see it. */
function keptTest(writing: Writing, ref: Ref): string | null {
  const { model } = writing;
  const { table } = model.names;
  const changer = ref.isChange ? doer(model, "update")?.variable : undefined;
  if (changer === undefined) return null;
  if (ref.target.table !== "users" && !isHidden(writing, ref)) return null;
  return testText(`its ${ref.name} may stay one that its maker does not see`, [
    `const unseen = ${madeRow(writing, ref, "bob")};`,
    object(
      "const doc = ",
      [`...${writing.spread(writing.doc(changer))}`, `${ref.name}: unseen`],
      ";",
      4,
    ),
    `const id = await app.run((ctx) => ctx.db.insert(${quoted(table)}, doc));`,
    `await ${changer}.mutation(api.${table}.update, { id, ${ref.name}: unseen });`,
    `expect(await stored(id)).toMatchObject({ ${ref.name}: unseen });`,
  ]);
}

function removalTest(writing: Writing, ref: Ref): string {
  const { model } = writing;
  const { table, words } = model.names;
  const { name, target, onRemove } = ref;
  const doc = `const doc = { ...${writing.spread(writing.doc("ann"))}, ${name}: target };`;
  const start = [`const target = ${madeRow(writing, ref, "ann")};`, doc];
  if (onRemove === "restrict") {
    return testText(
      `whoever is its ${name} cannot be removed while ${model.names.article} ${words} is there`.replace(
        /^whoever is its/,
        target.table === "users" ? "whoever is its" : "what is its",
      ),
      [
        ...start,
        `const id = await app.run((ctx) => ctx.db.insert(${quoted(table)}, doc));`,
        `const removal = app.run((ctx) => removeRow(ctx, ${quoted(target.table)}, target));`,
        `await expect(removal).rejects.toMatchObject(failsWith("CONFLICT"));`,
        "expect(await stored(id)).not.toBeNull();",
      ],
    );
  }
  const rest = `const rest = await app.run((ctx) => ctx.db.query(${quoted(table)}).take(REMOVAL_BATCH * 2));`;
  const many = [
    "vi.useFakeTimers();",
    ...start,
    "await app.run(async (ctx) => {",
    `  for (let n = 0; n <= REMOVAL_BATCH; n++) await ctx.db.insert(${quoted(table)}, doc);`,
    `  await removeRow(ctx, ${quoted(target.table)}, target);`,
    "});",
    "await app.finishAllScheduledFunctions(vi.runAllTimers);",
    rest,
  ];
  return onRemove === "cascade"
    ? testText(`it goes with its ${name}, however many there are`, [
        ...many,
        "expect(rest).toEqual([]);",
      ])
    : testText(`it loses its ${name} when that is removed, however many there are`, [
        ...many,
        "expect(rest).toHaveLength(REMOVAL_BATCH + 1);",
        `for (const row of rest) expect(row).not.toHaveProperty(${quoted(name)});`,
      ]);
}

/** What a file may be, and that it goes with its row. */
export function fileTests(writing: Writing): string | null {
  const { model } = writing;
  const { table } = model.names;
  const files = filesOf(model);
  const given = inputsOf(model).filter(({ type }) => type === "file");
  const operation = uploadOperation(model);
  const sender = operation && doer(model, operation)?.variable;
  const value = ({ list }: EntityField, name: string) => (list === null ? name : `[${name}]`);
  return describeText("files", [
    ...given.map((field) =>
      isGiven(writing, field as Ref)
        ? testText(
            `its ${field.name} ${field.list === null ? "has" : "have"} to be there, and of a type that is fine`,
            [
              "const gone = await exampleFile(app);",
              "await app.run((ctx) => ctx.storage.delete(gone));",
              `const page = await exampleFile(app, "text/html");`,
              `const invalid = { data: { code: "INVALID", issues: [{ path: ${quoted(field.name)} }] } };`,
              "for (const file of [gone, page]) {",
              ...fileCalls(writing, field, value(field, "file")).map((line) => `  ${line}`),
              "}",
            ],
          )
        : null,
    ),
    ...files.map((field) =>
      testText(`its ${field.name} ${field.list === null ? "goes" : "go"} with it`, [
        "const file = await exampleFile(app);",
        `const doc = { ...${writing.spread(writing.doc("ann"))}, ${field.name}: ${value(field, "file")} };`,
        "await app.run(async (ctx) => {",
        `  await removeRow(ctx, ${quoted(table)}, await ctx.db.insert(${quoted(table)}, doc));`,
        "});",
        `expect(await app.run((ctx) => ctx.db.system.get("_storage", file))).toBeNull();`,
      ]),
    ),
    sender
      ? testText("there is a place to send one to", [
          `const url = await ${sender}.mutation(api.${table}.upload, {});`,
          "expect(URL.canParse(url)).toBe(true);",
        ])
      : null,
  ]);
}

function fileCalls(writing: Writing, field: EntityField, value: string): string[] {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  const changer = field.isChange ? doer(model, "update")?.variable : undefined;
  return [
    ...(maker === undefined
      ? []
      : [
          `const sent = { ...${writing.spread(writing.input(maker))}, ${field.name}: ${value} };`,
          `const creation = ${maker}.mutation(api.${table}.create, sent);`,
          "await expect(creation).rejects.toMatchObject(invalid);",
        ]),
    ...(changer === undefined
      ? []
      : [
          `const id = ${writing.row(changer)};`,
          `const changed = ${changer}.mutation(api.${table}.update, { id, ${field.name}: ${value} });`,
          "await expect(changed).rejects.toMatchObject(invalid);",
        ]),
  ];
}

/** How much one call answers, and how often one may call. */
export function boundTests(writing: Writing): string | null {
  return describeText("bounds", [
    pageTest(writing),
    makeLimitTest(writing),
    sendLimitTest(writing),
  ]);
}

function pageTest(writing: Writing): string {
  const { model } = writing;
  const { table } = model.names;
  return testText("a page holds no more than the limit, whatever is asked for", [
    `const doc = ${writing.doc("ann")};`,
    "await app.run(async (ctx) => {",
    `  for (let n = 0; n <= PAGE_SIZE_MAX; n++) await ctx.db.insert(${quoted(table)}, doc);`,
    "});",
    "const greedy = { paginationOpts: { numItems: 1_000_000, cursor: null } };",
    `const first = await ann.query(api.${table}.list, ${writing.list("ann", "greedy")});`,
    "expect(first.page).toHaveLength(PAGE_SIZE_MAX);",
    "expect(first.isDone).toBe(false);",
    "",
    "const next = { paginationOpts: { numItems: 1_000_000, cursor: first.continueCursor } };",
    ...(model.team === null
      ? [`expect((await ann.query(api.${table}.list, next)).page).toHaveLength(1);`]
      : [
          `const second = await ann.query(api.${table}.list, ${writing.list("ann", "next")});`,
          "expect(second.page).toHaveLength(1);",
        ]),
  ]);
}

/** Calls that a test makes until a limit is reached; beyond, it would take too long. */
const MOST_CALLS = 200;

function makeLimitTest(writing: Writing): string | null {
  const { model } = writing;
  const { table } = model.names;
  const maker = doer(model, "create")?.variable;
  if (maker === undefined || model.rateLimit.times > MOST_CALLS) return null;
  const call = (person: string, sent: string) =>
    `${person}.mutation(api.${table}.create, ${sent});`;
  return limitTest("making them", `${table}.create`, maker, {
    again: `await ${call(maker, writing.input(maker))}`,
    refused: [`const sent = ${writing.input(maker)};`, `const refused = ${call(maker, "sent")}`],
    other: call("bob", writing.input("bob")),
  });
}

function sendLimitTest({ model }: Writing): string | null {
  const { table } = model.names;
  const operation = uploadOperation(model);
  const sender = operation && doer(model, operation)?.variable;
  if (!sender || model.rateLimit.times > MOST_CALLS) return null;
  const call = (person: string) => `${person}.mutation(api.${table}.upload, {});`;
  return limitTest("sending files", `${table}.upload`, sender, {
    again: `await ${call(sender)}`,
    refused: [`const refused = ${call(sender)}`],
    other: call("bob"),
  });
}

function limitTest(
  what: string,
  limit: string,
  caller: string,
  { again, refused, other }: { again: string; refused: string[]; other: string },
): string {
  return testText(`${what} too often is refused, for that person only`, [
    `for (let n = 0; n < rateLimits[${quoted(limit)}].capacity; n++) {`,
    `  ${again}`,
    "}",
    'const limited = { data: { code: "RATE_LIMITED", retryAfter: expect.any(Number) } };',
    ...refused,
    "await expect(refused).rejects.toMatchObject(limited);",
    ...(caller === "ann"
      ? [`const other = ${other}`, "await expect(other).resolves.toEqual(expect.any(String));"]
      : []),
  ]);
}
