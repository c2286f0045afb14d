// What the template of a chapter names.
import type { Value } from "../design.ts";
import type { ActionModel, CallModel, ChapterModel } from "./chapter.ts";
import { referenceTo } from "./functions.ts";
import { codeOf, keyCode, membersCode, objectCode, partOf, referencesIn } from "./values.ts";

/** A function that no flow calls, and why. */
export interface Uncovered {
  key: string;
  why: string;
}

/** The facts of a chapter. */
export function viewOf(chapter: ChapterModel, uncovered: readonly Uncovered[]): object {
  const { title, about, name, cast } = chapter;
  const actions = chapter.actions.map((action) => actionView(action, chapter));
  const body = actions.flatMap(({ lines }) => lines).join("\n");
  const kept = keptIn(chapter);
  return {
    ...{ title, name, uncovered, actions, kept },
    about: about ?? `${title}, as the design has it.`,
    people: cast.people.map(({ name, role, teams }) => ({
      name: keyCode(name),
      role,
      teams: [...teams].map(([team, as]) => `${keyCode(team)}: ${JSON.stringify(as)}`).join(", "),
    })),
    asserts: /\bassert[.(]/.test(body),
    keepsIds: kept.some(({ type }) => type.startsWith("Id<")),
    keepsOthers: kept.some(({ type }) => type.startsWith("FunctionReturnType<")),
    imports: [
      ...(body.includes("assertRefused(") ? ["assertRefused"] : []),
      "chapterOf",
      ...(body.includes("firstPage") ? ["firstPage"] : []),
    ].join(", "),
  };
}

/** What the chapter passes on, each name once. */
export function keptIn({ actions }: ChapterModel): { name: string; type: string }[] {
  const saved = actions.flatMap(({ calls }) =>
    calls.flatMap(({ save, fn, typed }): [string, string][] => {
      if (save === null) return [];
      const { idOf } = fn;
      const type =
        idOf === null
          ? `FunctionReturnType<typeof ${referenceTo(typed)}>`
          : `Id<${JSON.stringify(idOf)}>`;
      return [[save, type]];
    }),
  );
  return [...new Map(saved)].map(([name, type]) => ({ name, type }));
}

function actionView({ does, as, proves, calls }: ActionModel, { cast }: ChapterModel) {
  const taken = new Set<string>();
  const lines = calls.flatMap((call) => linesOf(call, taken));
  return {
    ...{ does, proves, lines },
    actor: cast.nobodies.has(as) ? "nobody" : as,
    calls: calls.map(({ typed }) => referenceTo(typed)).join(", "),
    stage: ["me", ...partsUsed(calls)].join(", "),
  };
}

/** The parts of the stage that the calls use. */
function partsUsed(calls: readonly CallModel[]): string[] {
  const used = new Set<string>(calls.some(({ save }) => save !== null) ? ["story"] : []);
  for (const { with: given, expects, names } of calls) {
    const values: Value[] = [given, expects.kind === "value" ? expects.value : null];
    if (expects.kind === "rows") values.push(expects.rows, expects.rest);
    for (const { name } of values.flatMap(referencesIn)) used.add(partOf(name, names));
  }
  return ["story", "people", "teams"].filter((part) => used.has(part));
}

function linesOf(call: CallModel, taken: Set<string>): string[] {
  const { expects, save, names } = call;
  const done = `await ${callCode(call)}`;
  if (expects.kind === "refusal") {
    return [`await assertRefused(${callCode(call)}, ${JSON.stringify(expects.code)});`];
  }
  const kept = save === null ? null : `story.${save}`;
  const first = kept === null ? [] : [`${kept} = ${done};`];
  if (expects.kind === "success") return kept === null ? [`${done};`] : first;
  if (expects.kind === "value") return [...first, checkOf(kept ?? done, expects.value, call)];

  const { count, rows, rest } = expects;
  const isWhole = Object.keys(rest).length > 0;
  const found = kept ?? (isWhole ? free("found", taken) : done);
  const whole = kept === null && isWhole ? [`const ${found} = ${done};`] : first;
  const page = free(call.fn.isPaged ? "page" : "rows", taken);
  const variable = !call.fn.isPaged ? page : page === "page" ? "{ page }" : `{ page: ${page} }`;
  return [
    ...whole,
    ...(isWhole ? [checkOf(found, rest, call)] : []),
    `const ${variable} = ${found};`,
    ...(count === null ? [] : [`assert.equal(${page}.length, ${codeOf(count, names)});`]),
    ...(rows === null ? [] : [checkOf(page, rows, call)]),
  ];
}

/** Checks that a result has a value at least; nothing is equal to nothing else. */
function checkOf(result: string, value: Value, { names }: CallModel): string {
  const code = codeOf(value, names);
  if (typeof value !== "object" || value === null) return `assert.equal(${result}, ${code});`;
  const isEmpty = Object.keys(value).length === 0;
  return `assert.${isEmpty ? "deepEqual" : "partialDeepStrictEqual"}(${result}, ${code});`;
}

function callCode({ typed, fn, with: given, names }: CallModel): string {
  const members = membersCode(given, names);
  const isOpen = fn.isPaged && !Object.hasOwn(given, "paginationOpts");
  const args =
    isOpen && members.length === 0
      ? "firstPage"
      : objectCode([...members, ...(isOpen ? ["...firstPage"] : [])]);
  return `me.${fn.method}(${referenceTo(typed)}, ${args})`;
}

/** A name that the action has not used: `page`, `page2`. */
function free(name: string, taken: Set<string>): string {
  let found = name;
  for (let count = 2; taken.has(found); count += 1) found = `${name}${count}`;
  taken.add(found);
  return found;
}
