// Adds to the file of a design, or starts one: what is there stays as it is written, comments too.
import { isDeepStrictEqual } from "node:util";
import { GeneratorError, type Problem, type Tree } from "@groundwork/plop-engine/plan";
import { designIn, has, keyText, withMember, withValue } from "../edit/places.ts";
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
  let text = tree.read(path) ?? empty;
  const there = designIn(path, text);
  const problems: Problem[] = [];
  const add = (section: string[], key: string, value: unknown) => {
    text = withMember(path, text, section, `${keyText(key)}: ${printed(value)}`);
  };
  for (const word of ["name", "about"] as const) {
    const value = draft[word];
    if (value === undefined) continue;
    if (has(path, text, [word])) text = withValue(path, text, [word], printed(value));
    else add([], word, value);
  }
  for (const section of sections) {
    const entries = Object.entries(draft[section] ?? {});
    if (entries.length === 0) continue;
    const known = there[section] as Record<string, unknown> | undefined;
    if (known === undefined) {
      add([], section, draft[section]);
      continue;
    }
    for (const [key, value] of entries) {
      if (!Object.hasOwn(known, key)) add([section], key, value);
      else if (!isDeepStrictEqual(known[key], value)) problems.push(taken(path, section, key));
    }
  }
  if (problems.length > 0) throw new GeneratorError(3, problems);
  return text;
}

function taken(path: string, section: string, key: string): Problem {
  return {
    code: "DESIGN_TAKEN",
    arg: `${section}.${key}`,
    message: `${path} already has "${key}" in ${section}, and says something else of it.`,
    fix: `Change it there, or choose another name.`,
  };
}

/** A value as code. Fields and what holds other objects start on lines of their own, which the formatter keeps. */
function printed(value: unknown, isOpen = false): string {
  if (Array.isArray(value)) return `[${value.map((item) => printed(item)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const holdsObjects = members.some(
    ([, inner]) => typeof inner === "object" && !Array.isArray(inner),
  );
  const [start, between] = isOpen || holdsObjects ? ["{\n", ",\n"] : ["{ ", ", "];
  const texts = members.map(
    ([key, inner]) => `${keyText(key)}: ${printed(inner, key === "fields")}`,
  );
  return `${start}${texts.join(between)} }`;
}
