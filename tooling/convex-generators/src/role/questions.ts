// The questions of `pnpm plop role`.
import { problemsOf } from "@groundwork/plop-engine/cli/questions/answer-problems";
import { defined } from "@groundwork/plop-engine/generator";
import { type Inquirer, ask } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import { diskTree } from "@groundwork/plop-engine/tree";
import { readRoles } from "../repository/roles.ts";
import type { RoleInput } from "./input.ts";
import { planRole } from "./plan.ts";

/**
 * Asks for what the command line lacks.
 * @param given the input that the command line has; none of it is asked for
 */
export async function askRole(
  inquirer: Inquirer,
  { root }: Io,
  given: Partial<RoleInput>,
): Promise<RoleInput> {
  const tree = diskTree(root);
  const judged = (more: Partial<RoleInput>): true | string => {
    const input = { name: "somebody", ...given, ...more };
    return problemsOf(() => planRole(defined(input), tree))[0]?.message ?? true;
  };
  const team =
    given.team ??
    (await ask<boolean>(inquirer, {
      type: "list",
      message: "Where does the role hold?",
      choices: [
        { name: "in the whole app", value: false },
        { name: "in a team", value: true },
      ],
    }));
  const name =
    given.name ??
    (await ask<string>(inquirer, {
      type: "input",
      message: "What is the role called?",
      validate: (name: string) => judged({ name, team }),
    }));
  const parent =
    given.extends ??
    (await ask<string>(inquirer, {
      type: "list",
      message: "Which role does it extend?",
      choices: readRoles(tree, team ? "team" : "app").names.map((value) => ({ value })),
    }));
  const list = async (message: string, judge: (texts: string[]) => true | string) => {
    const split = (text: string) => text.split(/[\s,]+/).filter((one) => one !== "");
    const validate = (text: string) => judge(split(text));
    return split(await ask<string>(inquirer, { type: "input", message, validate }));
  };
  const sofar = { name, team, extends: parent };
  const grant =
    given.grant ??
    (await list("What may it do besides, such as tasks.remove:team (empty for nothing)?", (grant) =>
      judged({ ...sofar, grant }),
    ));
  const without =
    given.without ??
    (await list("What may it not do, such as tasks.remove (empty for nothing)?", (without) =>
      judged({ ...sofar, grant, without }),
    ));
  return defined({
    ...sofar,
    team: team || undefined,
    grant: grant.length > 0 ? grant : undefined,
    without: without.length > 0 ? without : undefined,
  });
}
