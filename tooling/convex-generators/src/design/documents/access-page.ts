// Who may do what: the matrix of roles, and the moves between states.
import { readStates } from "../../entity/states.ts";
import { operations } from "../../entity/model/model.ts";
import type { RoleDesign } from "../design.ts";
import type { EntityFacts } from "../facts/entities.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { bullets, code, pageOf, sentence, table } from "./markdown.ts";

/** Writes the page of access. */
export function accessPage(facts: DesignFacts): string {
  const { entities, roles, design } = facts;
  const stateful = entities.filter(({ design: { states } }) => states !== undefined);
  return pageOf(
    "Who may do what",
    [
      "Which operations each role may do, and on which rows: **own** are the caller's, **team** those of the caller's",
      "teams, **led** those of teams that the caller owns, **parent** those of rows that the caller reaches, and **all**",
      "every row. What is not granted is refused. The functions of `pnpm plop` check it at their boundary.",
    ],
    [
      { title: "Roles", lines: bullets(Object.entries(design.roles ?? {}).map(roleLine)) },
      {
        title: "Tables",
        lines: table(
          ["Table", ...roles],
          entities.map((entity) => [
            code(entity.table),
            ...roles.map((role) => cell(entity, role)),
          ]),
        ),
      },
      ...stateful.map((entity) => ({
        title: `States of ${entity.table}`,
        lines: stateLines(entity, facts),
      })),
      { title: "Signed out", lines: bullets(entities.flatMap(visitorLine)) },
    ],
  );
}

function roleLine([name, role]: [string, RoleDesign]): string {
  const { about, team, extends: base = "member", grant = [], without = [] } = role;
  const kind = team ? "a role in one team" : `extends ${code(base)}`;
  const more = grant.length === 0 ? "" : `, also ${grant.map(code).join(", ")}`;
  const less = without.length === 0 ? "" : `, without ${without.map(code).join(", ")}`;
  return `${code(name)} (${kind}${more}${less})${about === undefined ? "" : `: ${sentence(about)}`}`;
}

/** The operations of a role, those of one scope together. */
function cell({ grants }: EntityFacts, role: string): string {
  const held = operations.flatMap((operation) => {
    const scope = grants[operation]?.[role];
    return scope === undefined ? [] : [[scope, operation] as const];
  });
  const scopes = [...new Set(held.map(([scope]) => scope))];
  const parts = scopes.map(
    (scope) =>
      `${scope}: ${held.flatMap(([one, operation]) => (one === scope ? operation : [])).join(", ")}`,
  );
  return parts.join("; ") || "–";
}

function stateLines({ design, fields, model }: EntityFacts, { roles }: DesignFacts): string[] {
  const parsed = fields.flatMap(({ text, name, field }) =>
    field === null ? [] : [{ text: `${name}:${text}`, field }],
  );
  const states =
    model?.states ?? readStates(design.states, { fields: parsed, roles, problems: [] });
  if (states === null) return [code(design.states!)];
  return table(
    ["From", "To", "Who"],
    states.moves.map(({ from, to, roles: by }) => [
      ...[code(from), code(to), by === null ? "all who may change the row" : by.join(", ")],
    ]),
  );
}

function visitorLine({
  table: name,
  design: { public: shown, publicWhen },
}: EntityFacts): string[] {
  if (shown === undefined) return [];
  const where = publicWhen === undefined ? "" : ` where ${code(publicWhen)}`;
  return [
    `${code(name)}: ${shown
      .split(",")
      .map((one) => code(one.trim()))
      .join(", ")} of rows${where}.`,
  ];
}
