// What a plain text of features and stories says of a design, without a model: headings, bullets, `As a …`, and lines
// such as `Tool: name, kind (garden, wood), photo`.
import { camelCase, singularOf, wordsOf } from "@groundwork/plop-engine/names/words";
import { splitFields } from "../../fields/split.ts";
import { entityNames } from "../../entity/model/names.ts";
import type { Draft } from "./input.ts";
import { guessField } from "./guess.ts";

/** Headings of what is no feature: of their lines, those that list fields or tell a story count. */
const noFeature = /^(data|tables?|entities|models?|schema|roles?|limits?|notes?)$/i;

/** What stories call people who have the roles that every app has, and who are no role. */
const known: Readonly<Record<string, string | null>> = {
  ...{
    user: "member",
    person: "member",
    customer: "member",
    admin: "admin",
    administrator: "admin",
  },
  ...{ member: "member", owner: null, visitor: null, guest: null, nobody: null },
};

interface Found {
  name: string;
  about: string;
  features: Map<string, { about: string; stories: string[]; entities: string[] }>;
  roles: Set<string>;
  /** One row, as a name → its fields as they are written. */
  entities: Map<string, string>;
}

/**
 * Drafts a design from a text.
 * @param text plain text or Markdown
 * @returns what it says; sections about which it says nothing are absent
 */
export function draftOf(text: string): Draft {
  const found: Found = {
    name: "",
    about: "",
    features: new Map(),
    roles: new Set(),
    entities: new Map(),
  };
  let feature = "";
  for (const line of linesOf(text)) {
    const heading = /^#+\s+(.+)$/.exec(line)?.[1] ?? /^([A-Z][^.:!?]{2,60}):$/.exec(line)?.[1];
    if (heading !== undefined && /^(?:# |[A-Z])/.test(line) && found.name === "")
      found.name = plain(heading);
    else if (heading !== undefined) feature = plain(heading);
    else readLine(line, feature, found);
  }
  return drafted(found);
}

function linesOf(text: string): string[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Without marks of Markdown. */
function plain(text: string): string {
  return text
    .replace(/[*_`#]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function readLine(line: string, feature: string, found: Found): void {
  const isBullet = /^([-*•]|\d+[.)])\s+/.test(line);
  const text = plain(line.replace(/^([-*•]|\d+[.)])\s+/, ""));
  const role = /^As an? ([a-z][\w -]*?)(?:,| I\b)/i.exec(text)?.[1];
  if (role !== undefined) {
    const name = camelCase(wordsOf(role));
    const usual = Object.hasOwn(known, name) ? known[name] : name;
    if (usual && usual !== "member" && usual !== "admin") found.roles.add(usual);
    featureIn(found, feature || "Stories").stories.push(text);
    return;
  }
  const [, noun, fields] = /^(\p{Lu}[\p{L}\d -]{1,40}):\s*(.+)$/u.exec(text) ?? [];
  if (noun !== undefined && isEntityLine(fields!)) {
    const name = singular(noun);
    found.entities.set(name, fields!);
    return;
  }
  if (found.name === "") found.name = text.replace(/[.:]$/, "");
  else if (feature === "") found.about = [found.about, text].filter(Boolean).join(" ");
  else if (noFeature.test(feature)) return;
  else if (isBullet) featureIn(found, feature).stories.push(text);
  else {
    const of = featureIn(found, feature);
    of.about = [of.about, text].filter(Boolean).join(" ");
  }
}

/** Whether what follows a colon is a list of fields rather than a sentence. */
function isEntityLine(fields: string): boolean {
  const parts = splitList(fields);
  const isShort = parts.every((part) => part.replace(/\(.*\)/, "").split(/\s+/).length <= 4);
  return isShort && (parts.length > 1 || splitFields(fields).every((part) => part.includes(":")));
}

/** Splits at commas and `and`, but not within parentheses. */
function splitList(text: string): string[] {
  return text
    .split(/,\s*(?![^(]*\))|\s+and\s+(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function featureIn({ features }: Found, name: string) {
  const found = features.get(name) ?? { about: "", stories: [], entities: [] };
  features.set(name, found);
  return found;
}

function singular(noun: string): string {
  const words = wordsOf(noun);
  return camelCase([...words.slice(0, -1), singularOf(words.at(-1)!)]);
}

function drafted({ name, about, features, roles, entities }: Found): Draft {
  const tables = Object.fromEntries(
    [...entities.keys()].flatMap((one) => {
      const table = entityNames(one).names?.table;
      return table === undefined ? [] : [[one, table]];
    }),
  );
  const drafts = [...entities].map(([one, text]) => [one, entityOf(text, tables)] as const);
  for (const feature of features.values()) {
    const text = `${feature.about} ${feature.stories.join(" ")}`.toLowerCase();
    feature.entities = [...entities.keys()].filter((one) => mentions(text, one));
  }
  // A heading above lists of fields alone is none.
  const told = [...features].filter(
    ([, { stories, about: words }]) => stories.length > 0 || words !== "",
  );
  return {
    ...(name !== "" && { name }),
    ...(about !== "" && { about }),
    ...(told.length > 0 && {
      features: Object.fromEntries(
        told.map(([title, { about: words, stories, entities: of }]) => [
          camelCase(wordsOf(title.replace(/[^\w -]/g, ""))),
          { about: words || title, stories, ...(of.length > 0 && { entities: of }) },
        ]),
      ),
    }),
    ...(roles.size > 0 && {
      roles: Object.fromEntries([...roles].map((role) => [role, { extends: "member" }])),
    }),
    ...(drafts.length > 0 && { entities: Object.fromEntries(drafts) }),
  };
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${wordsOf(name).join("[ -]?")}(s|es)?\\b`).test(text);
}

function entityOf(text: string, tables: Readonly<Record<string, string>>) {
  const fields = splitList(text).flatMap((part) => guessField(part, tables) ?? []);
  const pairs = fields.map((field) => [
    field.slice(0, field.indexOf(":")),
    field.slice(field.indexOf(":") + 1),
  ]);
  const hasOwner = fields.some((field) => field.includes("+owner"));
  return {
    fields: Object.fromEntries(pairs) as Record<string, string>,
    access: hasOwner ? ["member:own", "admin:all"] : ["member:all:read", "admin:all"],
  };
}
