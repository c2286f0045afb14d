// The functions: what each takes and returns, who may call it, and how often.
import type { FunctionFacts } from "../facts/entity-functions.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { code, pageOf, prose, sentence, table } from "./markdown.ts";

/** Writes the page of the functions. */
export function functionsPage(facts: DesignFacts): string {
  const sections = [...facts.functions].map(([module, functions]) => ({
    title: module,
    lines: [
      ...table(
        ["Function", "Who may call", "Takes", "Returns", "Limit"],
        functions.map((one) => [
          `${code(one.name)} ${kindWords(one.kind)}${one.about === "" ? "" : `: ${sentence(one.about)}`}`,
          whoMayCall(one, facts),
          one.args.length === 0 ? "–" : code(one.args.join(", ")),
          returnsWords(one.returns),
          one.limit === undefined ? "–" : limitWords(one.limit),
        ]),
      ),
    ],
  }));
  return pageOf(
    "Functions",
    [
      "The server checks every argument, and that the caller has the permission; [who may do what](access.md) says",
      "which roles have it, for which rows. Arguments with a `?` may be left out, and a bare name is a field of the",
      "[table](schema.md). A page has a cursor that leads to the next one. Where no limit is stated, the usual limit of",
      "mutations counts. Internal functions are called by other functions, crons and routes, never by clients.",
    ],
    sections,
  );
}

function kindWords(kind: string): string {
  return kind.replace(/^internal(\w)/, (_, letter: string) => `internal ${letter.toLowerCase()}`);
}

function limitWords(limit: string): string {
  return /^\d/.test(limit) ? limit : code(limit);
}

function returnsWords(returns: string): string {
  return /^[a-z]+( |$)/.test(returns) && !returns.includes("(") ? returns : code(returns);
}

/** The permission, and the roles that have it. */
function whoMayCall({ access }: FunctionFacts, { entities }: DesignFacts): string {
  const [table = "", operation = ""] = access.split(".");
  const grants = entities.find((entity) => entity.table === table)?.grants[operation];
  if (grants === undefined) return /^\w+\.\w+$/.test(access) ? code(access) : prose(access || "–");
  const roles = Object.entries(grants).map(([role, scope]) => `${role} (${scope})`);
  return roles.length === 0 ? code(access) : roles.join(", ");
}
