// Writes a design as a person would: sections in their order, what is short on one line.
import type { Design, EntityDesign } from "../design.ts";
import { literalText } from "../described/findings.ts";
import { keyText } from "../edit/places.ts";

/** The sections of a design, in their order. */
const sections: readonly (keyof Design)[] = [
  ...(["version", "name", "about", "features", "roles", "entities", "functions", "crons"] as const),
  ...(["jobs", "http", "emails", "pages", "components", "rag", "memory"] as const),
  ...(["environment", "limits", "flows", "criteria"] as const),
];

/**
 * Writes the file of a design.
 * @returns its text, not formatted yet: the formatter wraps what is too long for a line
 */
export function designText(design: Design): string {
  const members = sections.flatMap((name) => {
    const value = design[name];
    return isEmpty(value) ? [] : [`${name}: ${sectionText(name, value)},`];
  });
  return `// The design of the backend: \`pnpm plop design\` reads it, and nothing runs it.
import { defineDesign } from "@groundwork/convex-generators/design/design";

export default defineDesign({
${members.join("\n")}
});
`;
}

/** An empty section says nothing; an empty sentence is still to be written. */
function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function sectionText(name: keyof Design, value: unknown): string {
  if (typeof value !== "object" || value === null || name === "memory" || name === "limits")
    return literalText(value);
  const entries = Object.entries(value).map(
    ([key, entry]) => [key, entryText(name, entry)] as const,
  );
  return opened(entries);
}

function entryText(section: keyof Design, entry: unknown): string {
  if (section === "entities") return entityText(entry as EntityDesign);
  if (section === "features") return openedObject(entry as object);
  if (section !== "flows") return literalText(entry);
  const { actions, ...flow } = entry as { actions: readonly object[] };
  const list = `[\n${actions.map((action) => `${openedObject(action)},`).join("\n")}\n]`;
  return opened([...textsOf(flow), ["actions", list]]);
}

function entityText(entity: EntityDesign): string {
  const texts = Object.entries(entity).map(
    ([key, value]) =>
      [key, key === "fields" ? openedObject(value as object) : literalText(value)] as const,
  );
  return opened(texts);
}

const textsOf = (object: object) =>
  Object.entries(object).map(([key, value]) => [key, literalText(value)] as const);

const openedObject = (object: object) => opened(textsOf(object));

/** An object with a line for each of its members, which the formatter leaves so. */
function opened(members: readonly (readonly [string, string])[]): string {
  const lines = members.map(([key, text]) => `${keyText(key)}: ${text},`);
  return `{\n${lines.join("\n")}\n}`;
}
