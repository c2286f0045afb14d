// What a backend has from elsewhere: components, environment variables, e-mails, rows that are knowledge.
import type { CallExpression, MemberExpression, Node } from "oxc-parser";
import { commentsIn, findAll, nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import { official } from "../../component/official.ts";
import { mountOf } from "../../repository/backend-modules.ts";
import { layout } from "../../repository/layout.ts";
import type { ComponentDesign, Design, VariableDesign } from "../design.ts";
import { textAt, textsAt } from "./syntax/constants.ts";
import { type Place, placeText } from "./syntax/modules.ts";
import { modulesIn } from "./functions.ts";
import { type DescribedProject, moduleNamed } from "./project.ts";
import { firstArgument } from "./tables.ts";

const SCOPE = "@convex-dev/";
const isCall = (node: Node): node is CallExpression => node.type === "CallExpression";

/** Reads the components that the app mounts. */
export function componentsOf(project: DescribedProject): Record<string, ComponentDesign> {
  const module = moduleNamed(project, "convex.config");
  if (module === null) return {};
  const found = findAll(module.source, isCall).flatMap((call): [string, ComponentDesign][] => {
    const name = mountOf(call);
    const [component] = call.arguments;
    if (name === null || component?.type !== "Identifier") return [];
    const from = module.imported.get(component.name)?.from ?? "";
    const key = from.startsWith(SCOPE) ? (from.split("/")[1] ?? name) : name;
    project.found.add(["components", key], placeText({ module, node: call }));
    return [[key, componentOf(key, name, from)]];
  });
  return Object.fromEntries(found.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function componentOf(key: string, name: string, from: string): ComponentDesign {
  const known = official.find((one) => one.name === key);
  const isOther = !from.startsWith(SCOPE) && !from.startsWith(".") && from !== "";
  const usual = known?.mountedAs ?? camelName(key);
  return {
    ...(isOther && { package: packageIn(from) }),
    ...(from.startsWith(SCOPE) && name !== usual && { name }),
    because: known === undefined ? "" : sentence(known.about),
  };
}

const camelName = (key: string) =>
  key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function packageIn(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Reads the environment variables: those that are declared, else those that code reads. */
export function environmentOf(project: DescribedProject): Record<string, VariableDesign> {
  const module = moduleNamed(project, "convex.config");
  const app = module && firstArgument(module, "defineApp");
  const declared = app && project.modules.member(app, "env");
  if (declared === null) return variablesRead(project);
  const members = [...project.modules.members(declared)];
  let about = "";
  return Object.fromEntries(
    members.map(([name, place]) => {
      // Variables that go together have one comment, above the first.
      about = commentAbove(place) ?? about;
      project.found.add(["environment", name], placeText(place));
      return [name, variableOf(project, name, place, about)];
    }),
  );
}

/** Variables that are there without anybody setting them. */
const THERE = /^(CONVEX_(CLOUD|SITE)_URL|NODE_ENV)$/;

/** The variables that code reads, where none are declared. */
function variablesRead(project: DescribedProject): Record<string, VariableDesign> {
  const read = modulesIn(project, project.folder, /\.[jt]sx?$/).flatMap((path) => {
    const module = project.modules.at(path);
    const members = module === null ? [] : findAll(module.source, isMember);
    return members.flatMap((node): [string, VariableDesign][] => {
      const name = node.computed ? stringValue(node.property) : nameOf(node.property);
      const { object } = node;
      const isEnv =
        object.type === "MemberExpression" &&
        object.object.type === "Identifier" &&
        object.object.name === "process" &&
        nameOf(object.property) === "env";
      if (!isEnv || name === null || THERE.test(name)) return [];
      project.found.add(["environment", name], placeText({ module: module!, node }));
      return [
        [name, { about: `It is read in ${path}.`, ...(SECRET.test(name) && { secret: true }) }],
      ];
    });
  });
  return Object.fromEntries(read.toReversed().sort(([one], [other]) => (one < other ? -1 : 1)));
}

const isMember = (node: Node): node is MemberExpression => node.type === "MemberExpression";

/** Names that say that a value is not to be seen. */
const SECRET = /(^|_)(KEY|SECRET|TOKEN|PASSWORD|JWKS)$/;

function variableOf(
  project: DescribedProject,
  name: string,
  place: Place,
  about: string,
): VariableDesign {
  const { isOptional } = project.shapes.of(place);
  return {
    about,
    ...(!isOptional && { required: true }),
    ...(SECRET.test(name) && { secret: true }),
  };
}

/** The comment right above a property, as one line. */
function commentAbove({ module: { source }, node }: Place): string | null {
  const before = commentsIn(source, 0, node.start).at(-1);
  if (before === undefined) return null;
  const between = source.code.slice(before.end, node.start);
  if (!/^\s*[\w$"']+\s*:\s*$/.test(between)) return null;
  return before.value
    .replace(/^\*/, "")
    .replace(/\n\s*\*/g, "\n")
    .replace(/\s+/g, " ")
    .trim();
}

/** Reads what e-mails of the app are about. */
export function emailsOf(project: DescribedProject): NonNullable<Design["emails"]> {
  const { modules, isOurs, found } = project;
  const module = isOurs ? modules.at(layout.emailKinds) : null;
  const kinds = module && modules.find(module, "emailKinds");
  const optional = module && modules.find(module, "optionalEmailKinds");
  const mayTurnOff = textsAt(modules, optional) ?? [];
  const names = textsAt(modules, kinds) ?? [];
  return Object.fromEntries(
    names.map((name) => {
      found.add(["emails", name], placeText(kinds!));
      return [name, mayTurnOff.includes(name) ? { optional: true } : {}];
    }),
  );
}

/** Reads which rows are sources of the knowledge. */
export function ragOf(project: DescribedProject): NonNullable<Design["rag"]> {
  const { modules, isOurs, found } = project;
  const module = isOurs ? modules.at(layout.indexedRows) : null;
  const place = module && modules.find(module, "indexedTables");
  const tables = place === null ? [] : [...modules.members(place)];
  return Object.fromEntries(
    tables.map(([table, indexed]) => {
      found.add(["rag", table], placeText(indexed));
      const texts = textsAt(modules, modules.member(indexed, "texts"));
      return [table, texts === null ? {} : { text: texts.join() }];
    }),
  );
}

/** The name of the app. */
export function appNameOf({ modules, isOurs, tree }: DescribedProject): string {
  const module = isOurs ? modules.at(`${layout.validatorsPackage}/src/app.ts`) : null;
  const named = module && textAt(modules, modules.find(module, "APP_NAME"));
  const manifest = tree.read("package.json");
  return named ?? /"name"\s*:\s*"([^"]+)"/.exec(manifest ?? "")?.[1] ?? "App";
}
