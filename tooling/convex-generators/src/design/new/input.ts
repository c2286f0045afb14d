// The input of `pnpm plop design new`: what it adds to a design, and how flags say it.
import { defined, manyFlag, textFlag } from "@groundwork/plop-engine/generator";
import type { Arguments } from "@groundwork/plop-engine/command";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import { splitFields } from "../../fields/split.ts";
import type { Design, EntityDesign, FeatureDesign, FlowDesign } from "../design.ts";

/** A design as far as it is known. */
export type Draft = Partial<Design>;

/** Flag → how a value of it is written, and an example. */
const forms = {
  feature: [/^\s*([\w -]+?)\s*:\s*(.+)$/s, "lending: who has which tool"],
  story: [/^\s*([\w -]+?)\s*:\s*(.+)$/s, "lending: As a member I borrow a tool."],
  role: [/^\s*(\w+)(?:\s+extends\s+(\w+))?\s*$/, "steward extends member"],
  entity: [/^\s*([\w -]+?)\s*:\s*(.+)$/s, "tool: name:string(1..80)+search"],
  access: [/^\s*([\w-]+)\s+(\S+)\s*$/, "tool member:all:read"],
  flow: [
    /^\s*([^:]+?)\s*:\s*(\w+)\s+(.+?)\s*=\s*(.+?)\s*->\s*(.+)$/s,
    "Lending: member borrow a tool = tools.list, loans.create -> It is in their list.",
  ],
  limit: [
    /^\s*(pageSize|callsPerAction|latency|rateLimit)\s*=\s*(\d+|\d+\/[a-z]+)\s*$/,
    "pageSize=50",
  ],
} as const satisfies Record<string, readonly [RegExp, string]>;
type Form = keyof typeof forms;

/**
 * Reads flags as a draft.
 * @throws DESIGN_FLAG (2) for every value that is not written as its help says
 */
export function draftOfFlags(args: Arguments): Draft {
  const problems: Problem[] = [];
  const read = (flag: Form) =>
    (manyFlag(args, flag) ?? []).flatMap((text) => {
      const [form, example] = forms[flag];
      const found = form.exec(text);
      if (found !== null) return [found.slice(1)];
      const message = `--${flag} "${text}" is written otherwise.`;
      problems.push({ code: "DESIGN_FLAG", arg: text, message, fix: `--${flag} '${example}'` });
      return [];
    });
  const draft = {
    ...{ name: textFlag(args, "name"), about: textFlag(args, "about") },
    features: featuresOf(read("feature"), read("story")),
    roles: rolesOf(read("role")),
    entities: entitiesOf(read("entity"), read("access"), problems),
    flows: flowsOf(read("flow")),
    limits: limitsOf(read("limit")),
  };
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return defined(draft) as Draft;
}

type Found = (string | undefined)[][];

function sectionOf<Entry>(entries: Map<string, Entry>): Record<string, Entry> | undefined {
  return entries.size === 0 ? undefined : Object.fromEntries(entries);
}

function featuresOf(features: Found, stories: Found) {
  const found = new Map<string, FeatureDesign & { stories: string[] }>();
  for (const [name = "", about = ""] of features) found.set(name, { about, stories: [] });
  for (const [name = "", story = ""] of stories) {
    const feature = found.get(name) ?? { about: name, stories: [] };
    feature.stories.push(story);
    found.set(name, feature);
  }
  return sectionOf(found);
}

function rolesOf(roles: Found) {
  return sectionOf(new Map(roles.map(([name, base = "member"]) => [name!, { extends: base }])));
}

function entitiesOf(entities: Found, access: Found, problems: Problem[]) {
  const found = new Map<string, EntityDesign & { access?: string[] }>();
  for (const [name = "", fields = ""] of entities)
    found.set(name, { fields: fieldsOf(splitFields(fields)) });
  for (const [name = "", grant = ""] of access) {
    const entity = found.get(name);
    if (entity !== undefined) (entity.access ??= []).push(grant);
    else {
      const message = `--access names "${name}", and no --entity does.`;
      const fix = `--entity '${name}: title:string(1..120)'`;
      problems.push({ code: "DESIGN_FLAG", arg: `${name} ${grant}`, message, fix });
    }
  }
  return sectionOf(found);
}

/** Fields in the grammar, as a design has them. */
export function fieldsOf(fields: readonly string[]): Record<string, string> {
  const pairs = fields.map((field) => {
    const colon = field.indexOf(":");
    return colon < 0 ? [field, ""] : [field.slice(0, colon), field.slice(colon + 1)];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

function flowsOf(flows: Found) {
  const found = new Map<string, FlowDesign & { actions: FlowDesign["actions"][number][] }>();
  for (const [title = "", as = "", does = "", calls = "", proves = ""] of flows) {
    const flow = found.get(title) ?? { actions: [] };
    flow.actions.push({ as, does, calls: callsOf(calls), proves });
    found.set(title, flow);
  }
  return sectionOf(found);
}

/** Calls between commas. */
export function callsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((call) => call !== "");
}

function limitsOf(limits: Found) {
  const pairs = limits.map(([name, value]) => [
    name!,
    name === "rateLimit" ? value! : Number(value),
  ]);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** Writes a draft as flags: all that flags can say. */
export function flagsOfDraft({ name, about, features, roles, entities, flows, limits }: Draft) {
  const flags: [string, string | undefined][] = [
    ["name", name],
    ["about", about],
    ...Object.entries(features ?? {}).flatMap(([feature, { about: words, stories }]) => [
      ["feature", `${feature}: ${words}`] as [string, string],
      ...stories.map((story): [string, string] => ["story", `${feature}: ${story}`]),
    ]),
    ...Object.entries(roles ?? {}).map(([role, { extends: base = "member" }]) => {
      return ["role", `${role} extends ${base}`] as [string, string];
    }),
    ...Object.entries(entities ?? {}).flatMap(([entity, { fields, access = [] }]) => [
      ["entity", `${entity}: ${textsOf(fields).join(" ")}`] as [string, string],
      ...access.map((grant): [string, string] => ["access", `${entity} ${grant}`]),
    ]),
    ...Object.entries(flows ?? {}).flatMap(([title, { actions }]) =>
      actions.map(({ as, does, calls, proves }): [string, string] => {
        const names = calls.map((call) => (typeof call === "string" ? call : call.call));
        return ["flow", `${title}: ${as} ${does} = ${names.join(", ")} -> ${proves}`];
      }),
    ),
    ...Object.entries(limits ?? {}).map(([limit, value]): [string, string] => {
      return ["limit", `${limit}=${String(value)}`];
    }),
  ];
  return flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
}

/** The fields of a design in the grammar. */
export function textsOf(fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(fields).map(([name, type]) => `${name}:${type}`);
}
