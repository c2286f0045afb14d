// The functions that write: create, update, remove, and what they hold values to.
import { isRunningNumber } from "../../fields/meaning.ts";
import { type EntityField, type EntityModel, changesOf, inputsOf, isHeld } from "../model.ts";
import { WIDTH, indented, object, quoted } from "../print.ts";
import { handlerText } from "./reads.ts";
import { defaultText } from "./shapes.ts";

/** Makes a row. */
export function createFunction(model: EntityModel): string {
  const { names, owner } = model;
  const { one, words, table } = names;
  const added = addedFields(model);
  const about =
    owner === null
      ? `Adds ${names.article} ${words}, and answers its id.`
      : `Adds ${names.article} ${words} of the caller's, and answers its id.`;
  const values = added.length === 0 ? "args" : null;
  const insert = (indent: number) => {
    const start = `await ctx.db.insert(${quoted(table)}, `;
    if (values !== null) return `${start}${values})`;
    return object(start, ["...args", ...added], ")", indent);
  };
  const handler = isChecked(model)
    ? handlerText("(ctx, args)", {
        before: [`await check(ctx, args${newRowText(model)});`],
        answer: insert(11),
      })
    : insertHandler(insert);
  return [
    `/** ${about} */`,
    "export const create = mutation({",
    `  access: ${quoted(`${table}.create`)},`,
    `  rateLimit: ${quoted(`${table}.create`)},`,
    `  args: ${one}Input.shape,`,
    `  returns: zid(${quoted(table)}),`,
    handler,
    "});",
  ].join("\n");
}

function insertHandler(insert: (indent: number) => string): string {
  const flat = insert(0);
  const start = "  handler: async (ctx, args) =>";
  if (!flat.includes("\n") && `${start} ${flat},`.length <= WIDTH) return `${start} ${flat},`;
  return [start, `${indented(insert(5), 4)},`].join("\n");
}

/** What a new row has beside its arguments. */
function addedFields(model: EntityModel): string[] {
  const { table } = model.names;
  return model.fields.flatMap((field) => {
    const { name } = field;
    if (field.isOwner) return `${name}: ctx.user._id`;
    if (isRunningNumber(field)) {
      const within = model.team === null ? "" : `, { ${model.team.name}: args.${model.team.name} }`;
      return `${name}: await nextNumber(ctx, ${quoted(table)}, ${quoted(name)}${within})`;
    }
    if (field.isServer && field.default !== null) return `${name}: ${defaultText(field)}`;
    if (field.default?.kind === "me") return `${name}: args.${name} ?? ctx.user._id`;
    return [];
  });
}

/** Changes a row. */
export function updateFunction(model: EntityModel): string {
  const { one, table } = model.names;
  const isChecked = changesOf(model).some((field) => isCheckedField(model, field));
  const changes = !isChecked && needsClearing(model) ? "cleared(changes)" : "changes";
  const patch = `await ctx.db.patch(${quoted(table)}, id, ${changes})`;
  const handler = isChecked
    ? [
        "  handler: async (ctx, { id, ...given }) => {",
        ...(decidingFields(model).length === 0
          ? [
              `    const changes = changesTo(await getOrThrow(ctx, ${quoted(table)}, id), given);`,
              "    await check(ctx, changes);",
            ]
          : [
              `    const found = await getOrThrow(ctx, ${quoted(table)}, id);`,
              "    const changes = changesTo(found, given);",
              "    await check(ctx, changes, found);",
            ]),
        `    ${patch};`,
        "  },",
      ].join("\n")
    : handlerText("(ctx, { id, ...changes })", { before: [], answer: patch });
  return [
    "/** Changes the fields that are given. */",
    "export const update = mutation({",
    `  access: ${quoted(`${table}.update`)},`,
    `  args: { id: zid(${quoted(table)}), ...${one}Changes.shape },`,
    "  returns: z.null(),",
    handler,
    "});",
  ].join("\n");
}

/** Removes a row. */
export function removeFunction(model: EntityModel): string {
  const { names } = model;
  const { table } = names;
  return [
    `/** Removes ${names.article} ${names.words} for good. */`,
    "export const remove = mutation({",
    `  access: ${quoted(`${table}.remove`)},`,
    `  args: { id: zid(${quoted(table)}) },`,
    "  returns: z.null(),",
    handlerText("(ctx, args)", {
      before: [],
      answer: `await ctx.db.delete(${quoted(table)}, args.id)`,
    }),
    "});",
  ].join("\n");
}

/** Where the bytes of a file go, for entities that have any; null for others. */
export function uploadFunction(model: EntityModel): string | null {
  const { table } = model.names;
  const operation = uploadOperation(model);
  if (operation === null) return null;
  return [
    "/** Answers where to send the bytes of a file; its id then goes to `create` or `update`. */",
    "export const upload = mutation({",
    `  access: ${quoted(`${table}.${operation}`)},`,
    `  rateLimit: ${quoted(`${table}.upload`)},`,
    "  args: {},",
    "  returns: z.string(),",
    "  handler: async (ctx) => await uploadUrl(ctx),",
    "});",
  ].join("\n");
}

/** The operation that whoever sends a file has to hold; null when nobody gives one. */
export function uploadOperation(model: EntityModel): "create" | "update" | null {
  if (isHeld(model, "create") && inputsOf(model).some(({ type }) => type === "file"))
    return "create";
  if (isHeld(model, "update") && changesOf(model).some(({ type }) => type === "file"))
    return "update";
  return null;
}

/** What the shapes cannot see of the values that a caller gives; null when that is nothing. */
export function checkFunction(model: EntityModel): string | null {
  if (!isChecked(model)) return null;
  const { One } = model.names;
  const checks = inputsOf(model).flatMap((field) => checkText(model, field));
  const deciding = decidingFields(model);
  const of = deciding.length === 0 ? "" : `, of: Pick<${One}, ${deciding.map(quoted).join(" | ")}>`;
  return [
    `/** What the shapes cannot see: ${checkRemark(model)}. */`,
    `async function check(ctx: MutationCtx, values: Given<${One}>${of}) {`,
    ...checks.map((check) => `  ${check}`),
    "}",
  ].join("\n");
}

function checkText(model: EntityModel, field: EntityField): string[] {
  const { name, target, isUnique, type } = field;
  const table = quoted(model.names.table);
  const given = `${quoted(name)}, values.${name}`;
  const by = withinOf(model, field);
  const within = by === null ? "" : `, { ${by}: of.${by} }`;
  return [
    ...(isLookedAt(model, field)
      ? [`await checkReference(ctx, ${quoted(target!.table)}, ${given});`]
      : []),
    ...(isUnique || field.isOnce
      ? [`await checkUnique(ctx, ${table}, { ${name}: values.${name} }${within});`]
      : []),
    ...(type === "file" ? [`await checkFiles(ctx, ${given});`] : []),
  ];
}

/** Whether it is looked whether a reference leads to a row that the caller sees: in a team its people are known. */
export function isLookedAt({ team }: EntityModel, { target }: EntityField): boolean {
  return target !== null && !(team !== null && target.table === "users");
}

/** The field of those rows among which no other may have the same value; null where that is all rows. */
function withinOf({ team, owner }: EntityModel, { name, isUnique, isOnce }: EntityField) {
  if (isOnce) return owner!.name;
  return isUnique && team !== null && name !== team.name ? team.name : null;
}

/** What a check has to know of the row besides the values that a call gives. */
function decidingFields(model: EntityModel): string[] {
  const within = inputsOf(model).flatMap((field) => withinOf(model, field) ?? []);
  return [...new Set(within)];
}

/** The same of a row that is only made. */
function newRowText(model: EntityModel): string {
  const deciding = decidingFields(model);
  if (deciding.length === 0) return "";
  const value = (name: string) => (name === model.owner?.name ? "ctx.user._id" : `args.${name}`);
  return `, { ${deciding.map((name) => `${name}: ${value(name)}`).join(", ")} }`;
}

function checkRemark(model: EntityModel): string {
  const fields = inputsOf(model);
  const parts = [
    ...(fields.some((field) => isLookedAt(model, field)) ? ["where references lead"] : []),
    ...(fields.some(({ isUnique, isOnce }) => isUnique || isOnce)
      ? ["whether a value is free"]
      : []),
    ...(fields.some(({ type }) => type === "file") ? ["what a file is"] : []),
  ];
  return parts.length < 3 ? parts.join(", and ") : `${parts[0]}, ${parts[1]}, and ${parts[2]}`;
}

function isChecked(model: EntityModel): boolean {
  const isUsed = isHeld(model, "create") || isHeld(model, "update");
  return isUsed && inputsOf(model).some((field) => isCheckedField(model, field));
}

function isCheckedField(model: EntityModel, field: EntityField): boolean {
  return isLookedAt(model, field) || field.isUnique || field.isOnce || field.type === "file";
}

/** Whether a change may take a value away. */
function needsClearing(model: EntityModel): boolean {
  return changesOf(model).some(({ isOptional }) => isOptional);
}

/** What turns the changes of a call into those of a row, by name; null when they are the same. */
export function changeHelper(model: EntityModel): "changesTo" | "cleared" | null {
  if (changesOf(model).some((field) => isCheckedField(model, field))) return "changesTo";
  return needsClearing(model) ? "cleared" : null;
}

export function needsNumber({ fields }: EntityModel): boolean {
  return fields.some(isRunningNumber);
}
