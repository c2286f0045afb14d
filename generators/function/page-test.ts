// The test of a function that answers a page: which rows it holds, for those who read all and those who
// read their own.
import { type Cast, otherLines, signedIn } from "./cast.ts";
import type { FunctionModel, Rows } from "./model.ts";
import { type Testing, callText, callerOf, isOpen } from "./test-calls.ts";

export function pageTest(testing: Testing, rows: Rows): string[] {
  const { model, cast } = testing;
  const caller = callerOf(testing);
  // Every person is a row of this table, the others of the file among them.
  if (rows.table === "users") {
    return [
      'test("answers the rows, as a page", async () => {',
      ...callText(model, "  const found = await ", caller),
      `  expect(found.page.map((row) => row._id)).toContain(${cast.caller}.userId);`,
      "});",
    ];
  }
  const isOwn = rows.ownRoles.includes(cast.role);
  const reader = readerOf(model, rows, cast);
  const second = reader !== null && !isOwn ? reader.name : cast.other;
  const all = "[third, second, first]";
  const rowLine = (name: string | null, person: string) =>
    `  ${name === null ? "" : `const ${name} = `}await exampleRow(app, ${person}, ${JSON.stringify(rows.table)});`;
  return [
    `test("answers ${isOwn ? "the caller's rows only" : "the rows"}, the newest first, as a page", async () => {`,
    ...(second === cast.other ? otherLines(cast) : []).map((line) => `  ${line}`),
    ...(reader === null ? [] : [`  ${signedIn(reader.name, reader.role)}`]),
    rowLine("first", cast.caller),
    // Nobody finds the other person's where everybody reads their own.
    rowLine(isOwn && reader === null ? null : "second", second),
    rowLine("third", cast.caller),
    ...found(model, "found", caller, isOwn ? "[third, first]" : all),
    ...(reader === null ? [] : found(model, "others", reader.name, isOwn ? all : "[second]")),
    "});",
  ];
}

function found(model: FunctionModel, name: string, caller: string, rows: string): string[] {
  return [
    ...callText(model, `  const ${name} = await `, caller),
    `  expect(${name}.page.map((row) => row._id)).toEqual(${rows});`,
  ];
}

/** Somebody who may call it, too, and reads in another scope than the caller. */
function readerOf(
  model: FunctionModel,
  { ownRoles }: Rows,
  { role, taken }: Cast,
): { name: string; role: string } | null {
  if (isOpen(model)) return null;
  const isOwn = ownRoles.includes(role);
  const other = model.allowedRoles.find((one) => ownRoles.includes(one) !== isOwn);
  if (other === undefined) return null;
  return { name: taken.has("reader") ? "otherReader" : "reader", role: other };
}
