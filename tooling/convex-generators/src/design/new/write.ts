// Adds to the file of a design, or starts one: what is there stays as it is written, comments too.
import type { Node, ObjectExpression } from "oxc-parser";
import { argumentOf, moduleOf, valueOf } from "@groundwork/plop-engine/edit/plain-data";
import { type Splice, spliced } from "@groundwork/plop-engine/edit/source";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { GeneratorError, type Problem, type Tree } from "@groundwork/plop-engine/plan";
import { isDeepStrictEqual } from "node:util";
import type { Draft } from "./input.ts";

/** The sections of a design, in their order in a new file. */
const sections = [
  ...(["features", "roles", "entities", "functions", "crons", "jobs", "http", "emails"] as const),
  ...([
    "pages",
    "components",
    "rag",
    "memory",
    "environment",
    "limits",
    "flows",
    "criteria",
  ] as const),
];

const empty = `// The design of the backend: \`pnpm plop design\` reads it.
import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
  version: 1,
});
`;

/**
 * Writes a draft into the file of a design.
 * @param tree the repository
 * @param path of the file; one that is missing is started
 * @param draft its entries are added to the sections of the file; its name and sentence replace those that are there
 * @returns the text, not formatted yet
 * @throws DESIGN_TAKEN (3) for entries that the file has otherwise; (4) for a file that cannot be read
 */
export function withDraft(tree: Tree, path: string, draft: Draft): string {
  const text = tree.read(path) ?? empty;
  const known: Tree = { ...tree, read: (file) => (file === path ? text : tree.read(file)) };
  const place = argumentOf(moduleOf(known, path), "defineDesign");
  const { source } = place.module;
  const root = unwrap(place.node) as ObjectExpression;
  const problems: Problem[] = [];
  const splices: Splice[] = [];
  const missing: string[] = [];
  for (const word of ["name", "about"] as const) {
    const value = draft[word];
    if (value === undefined) continue;
    const node = propertyOf(root, word);
    if (node === null) missing.push(`${word}: ${printed(value)}`);
    else splices.push({ start: node.start, end: node.end, text: printed(value) });
  }
  for (const section of sections) {
    const entries = Object.entries(draft[section] ?? {});
    const node = propertyOf(root, section);
    if (entries.length === 0) continue;
    if (node === null) {
      missing.push(`${section}: ${printed(draft[section])}`);
      continue;
    }
    const there = valueOf({ module: place.module, node }) as Record<string, unknown>;
    const added = entries.filter(([key, value]) => {
      if (!Object.hasOwn(there, key)) return true;
      if (!isDeepStrictEqual(there[key], value)) problems.push(taken(path, section, key));
      return false;
    });
    splices.push(...insertion(source.code, unwrap(node) as ObjectExpression, added.map(entryText)));
  }
  if (problems.length > 0) throw new GeneratorError(3, problems);
  return spliced(source, [...splices, ...insertion(source.code, root, missing)]);
}

function propertyOf(object: ObjectExpression, name: string): Node | null {
  for (const property of object.properties) {
    if (property.type === "Property" && nameOf(property.key, property.computed) === name)
      return property.value;
  }
  return null;
}

function taken(path: string, section: string, key: string): Problem {
  return {
    code: "DESIGN_TAKEN",
    arg: `${section}.${key}`,
    message: `${path} already has "${key}" in ${section}, and says something else of it.`,
    fix: `Change it there, or choose another name.`,
  };
}

/** Adds members at the end of an object: after the comma and the remark of the last one. */
function insertion(code: string, object: ObjectExpression, members: readonly string[]): Splice[] {
  if (members.length === 0) return [];
  const text = members.map((member) => `\n${member},`).join("");
  const last = object.properties.at(-1);
  if (last === undefined) return [{ start: object.start + 1, end: object.start + 1, text }];
  const [tail = ""] = /^\s*,[ \t]*(\/\/[^\n]*|\/\*[^\n]*?\*\/)?/.exec(code.slice(last.end)) ?? [];
  const at = last.end + tail.length;
  return [{ start: at, end: at, text: tail === "" ? `,${text}` : text }];
}

function entryText([key, value]: [string, unknown]): string {
  return `${keyText(key)}: ${printed(value)}`;
}

/** A value as code; objects that the formatter is to keep open start on a line of their own. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{\n${members.map((member) => `${entryText(member)},\n`).join("")}}`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
