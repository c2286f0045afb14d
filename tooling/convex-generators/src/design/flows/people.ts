// The people of a flow of a design: `member`, `owner of north`, `agent, member of support`.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import type { Tree } from "@groundwork/plop-engine/plan";
import { readRoles } from "../../repository/roles.ts";
import type { Design, FlowDesign } from "../design.ts";
import type { DesignPath } from "../file/design-file.ts";
import type { Refuse } from "./fault.ts";

/** A person of a chapter. */
export interface PersonModel {
  name: string;
  /** Their role in the app. */
  role: string;
  /** Team → what they are in it. */
  teams: ReadonlyMap<string, string>;
}

/** The people of a chapter, and who acts under a name that is none of theirs. */
export interface CastModel {
  people: readonly PersonModel[];
  /** Names of those who are not signed in. */
  nobodies: ReadonlySet<string>;
  teams: readonly string[];
}

/** The roles that people may have, in the app and in teams. */
export interface KnownRoles {
  app: readonly string[];
  team: readonly string[];
}

/** The one who is not signed in. */
export const NOBODY = "nobody";

/** The roles of the app as a design leaves it. */
export function rolesWith(tree: Tree, { roles = {} }: Design): KnownRoles {
  const more = (isOfTeam: boolean) =>
    Object.keys(roles).filter((role) => (roles[role]!.team ?? false) === isOfTeam);
  return {
    app: [...new Set([...readRoles(tree, "app").names, ...more(false)])],
    team: [...new Set([...readRoles(tree, "team").names, ...more(true)])],
  };
}

/**
 * Reads who takes part in a flow. A role that acts without being one of the people is a person of that role.
 * @param title of the flow
 */
export function readCast(
  title: string,
  { people: written = {}, actions }: FlowDesign,
  roles: KnownRoles,
  refuse: Refuse,
): CastModel {
  const people: PersonModel[] = [];
  const nobodies = new Set([NOBODY]);
  for (const [name, text] of Object.entries(written)) {
    if (text.trim() === NOBODY) nobodies.add(name);
    else
      people.push(readPerson({ name, text, at: ["flows", title, "people", name] }, roles, refuse));
  }
  actions.forEach(({ as }, index) => {
    if (nobodies.has(as) || people.some(({ name }) => name === as)) return;
    if (roles.app.includes(as)) {
      people.push({ name: as, role: as, teams: new Map() });
      return;
    }
    const known = [...people.map(({ name }) => name), NOBODY, ...roles.app];
    refuse(["flows", title, "actions", index, "as"], {
      code: "FLOW_ACTOR",
      message: `"${as}" is none of the people of "${title}", and no role.${didYouMean(as, known)?.sentence ?? ""}`,
      fix: `Add them to its people: ${as}: "member".`,
    });
  });
  const teams = [...new Set(people.flatMap((one) => [...one.teams.keys()]))];
  return { people, nobodies, teams };
}

function readPerson(
  { name, text, at }: { name: string; text: string; at: DesignPath },
  roles: KnownRoles,
  refuse: Refuse,
): PersonModel {
  const teams = new Map<string, string>();
  let role: string | null = null;
  for (const part of text.split(/\s*,\s*|\s+and\s+/)) {
    const [, as = "", team] = /^(\S+)(?:\s+of\s+([A-Za-z]\w*))?$/.exec(part.trim()) ?? [];
    const known = team === undefined ? roles.app : roles.team;
    if (!known.includes(as)) {
      const where = team === undefined ? "" : " of a team";
      const guess = didYouMean(as, known)?.sentence ?? "";
      refuse(at, {
        code: "FLOW_ROLE",
        message: `"${part}" is no role${where}.${guess} Roles${where}: ${known.join(", ")}.`,
        fix: team === undefined ? `${name}: "member"` : `${name}: "member of ${team}"`,
      });
    } else if (team !== undefined) teams.set(team, as);
    else if (role === null) role = as;
    else {
      const message = `"${text}" names two roles of the app, and a person has one.`;
      refuse(at, { code: "FLOW_ROLE", message, fix: `${name}: "${role}"` });
    }
  }
  return { name, role: role ?? "member", teams };
}
