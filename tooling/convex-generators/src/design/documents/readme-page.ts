// The first page: what the app is, its features and stories, its limits, and where the rest stands.
import type { Design, LimitsDesign } from "../design.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { anchor, bullets, code, pageOf, prose, sentence, table } from "./markdown.ts";

/** A page as the index names it. */
export interface Listed {
  path: string;
  title: string;
}

/**
 * Writes the first page.
 * @param facts of the design
 * @param tasks of the plan, in their order
 */
export function readmePage(facts: DesignFacts, tasks: readonly Listed[]): string {
  const { design } = facts;
  return pageOf(
    `${prose(design.name)}: the design`,
    [sentence(design.about)],
    [
      { title: "Pages", lines: bullets(pagesOf()) },
      { title: "Features", lines: featureLines(facts) },
      { title: "Limits", lines: limitLines(design.limits) },
      { title: "Environment", lines: environmentLines(design) },
      {
        title: "Plan",
        lines:
          tasks.length === 0
            ? []
            : [
                "Each task is one pull request. It says what it needs, and which commands prove it.",
                "",
                ...tasks.map(({ path, title }, at) => `${at + 1}. [${prose(title)}](${path})`),
              ],
      },
    ],
  );
}

function pagesOf(): string[] {
  return [
    "[Schema](schema.md): tables, fields, relations, indexes and expected sizes, with a diagram",
    "[Functions](functions.md): what each takes and returns, who may call it, and how often",
    "[Who may do what](access.md): the matrix of roles, and the moves between states",
    "[Components and background work](components.md): what the app has, and why",
    "[Flows and criteria](flows.md): what people do, by which calls, and what proves each promise",
  ];
}

function featureLines({ design, entities }: DesignFacts): string[] {
  return Object.entries(design.features ?? {}).flatMap(
    ([name, { about, stories, entities: of }]) => {
      const links = (of ?? []).flatMap((one) => {
        const found = entities.find((entity) => entity.name === one);
        return found === undefined
          ? []
          : `[${code(found.table)}](schema.md#${anchor(found.table)})`;
      });
      const tables = links.length === 0 ? "" : ` Tables: ${links.join(", ")}.`;
      return [
        `### ${prose(name)}`,
        "",
        `${sentence(about)}${tables}`,
        "",
        ...bullets(stories.map(sentence)),
        "",
      ];
    },
  );
}

function limitLines(limits: LimitsDesign = {}): string[] {
  const { pageSize, callsPerAction = 3, latency, rateLimit } = limits;
  const rows: [string, string | undefined][] = [
    ["Rows on a page, at most", pageSize?.toString()],
    ["Server calls of one action of a user, at most", callsPerAction.toString()],
    [
      "Time of a call that reads a page, at most",
      latency === undefined ? undefined : `${latency} ms`,
    ],
    ["Writes of one person, at most", rateLimit && code(rateLimit)],
  ];
  return table(
    ["Limit", "Value"],
    rows.flatMap(([what, value]) => (value === undefined ? [] : [[what, value]])),
  );
}

function environmentLines({ environment = {} }: Design): string[] {
  return table(
    ["Variable", "For", "Required", "Secret"],
    Object.entries(environment).map(([name, { about, required, secret }]) => [
      ...[code(name), prose(about), required ? "yes" : "no", secret ? "yes" : "no"],
    ]),
  );
}
