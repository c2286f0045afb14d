// Everything that the pages of a design say, read once.
import type { Tree } from "@groundwork/plop-engine/plan";
import { parseField } from "../../fields/parse.ts";
import type { Design, FunctionDesign } from "../design.ts";
import { type EntityFacts, accessIn, entitiesOf } from "./entities.ts";
import { type InCode, inCode } from "./in-code.ts";
import { type FunctionFacts, functionsOf } from "./entity-functions.ts";

export interface DesignFacts {
  design: Design;
  entities: readonly EntityFacts[];
  /** Those that come with entities and those of the design, by module. */
  functions: ReadonlyMap<string, readonly FunctionFacts[]>;
  /** What the code had before the design. */
  code: InCode;
  /** Roles of the app, the one that may do least first. */
  roles: readonly string[];
}

/**
 * Reads what the pages of a design say.
 * @param tree in which the design is applied
 * @param before the same before that; default: the same
 */
export function factsOf(design: Design, tree: Tree, before: Tree = tree): DesignFacts {
  const code = inCode(before);
  const entities = entitiesOf(design, tree, code.isByHand);
  const stated = Object.entries(design.functions ?? {}).map(([path, one]) =>
    functionFacts(path, one),
  );
  const isStated = ({ module, name }: FunctionFacts) =>
    Object.hasOwn(design.functions ?? {}, `${module}.${name}`);
  const derived = entities.flatMap(({ model }) => (model === null ? [] : functionsOf(model)));
  const all = [...derived.filter((one) => !isStated(one)), ...stated];
  const modules = [...new Set(all.map(({ module }) => module))];
  const named = Object.entries(design.roles ?? {}).flatMap(([role, { team }]) =>
    team ? [] : role,
  );
  return {
    design,
    ...{ entities, code },
    functions: new Map(
      modules.map((module) => [module, all.filter((one) => one.module === module)]),
    ),
    roles: accessIn(tree)?.roles ?? ["member", ...named, "admin"],
  };
}

function functionFacts(path: string, stated: FunctionDesign): FunctionFacts {
  const dot = path.lastIndexOf(".");
  const { kind, args = {}, returns = "null", access = "", rateLimit, about = "" } = stated;
  return {
    ...{ module: path.slice(0, dot), name: path.slice(dot + 1), kind, about, indexes: [] },
    args: [
      ...Object.entries(args).map(([name, type]) => argument(name, type)),
      ...(returns === "page" ? ["paginationOpts"] : []),
    ],
    ...{ returns: returnsInWords(returns), access: accessInWords(kind, access) },
    ...(rateLimit !== undefined && { limit: rateLimit }),
  };
}

/** An argument with its type, without bounds: `note?: text`. */
function argument(name: string, text: string): string {
  const { field } = parseField(`${name}:${text}`, { isStored: false });
  if (field === null) return `${name}: ${text}`;
  const { type, table, values, list, isOptional, default: value } = field;
  const of = table ?? values.join(", ");
  const mark = isOptional || value !== null ? "?" : "";
  return `${name}${mark}: ${type}${of === "" ? "" : `(${of})`}${list === null ? "" : "[]"}`;
}

function returnsInWords(returns: string): string {
  return { page: "a page of rows", row: "a row" }[returns] ?? returns;
}

function accessInWords(kind: string, access: string): string {
  if (kind.startsWith("internal")) return "internal";
  if (access === "signedIn") return "signed in";
  return access.replace(/^public:\s*/, "everybody: ");
}
