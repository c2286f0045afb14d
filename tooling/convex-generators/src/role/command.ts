// What `pnpm plop role` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const roleCommand: Command = {
  name: "role",
  writes: true,
  usage: "<name>",
  positionals: 1,
  about: "add a role of the app or of a team, as another one with what differs",
  details:
    "The new role has the grants of the one that it extends, also on tables that are added later. A role of the app\n" +
    "says what somebody may do everywhere. With --team it is what somebody is in one team, and adds to their role\n" +
    "in the app, or takes from it, in that team only: a captain of one harbour sees nothing of another.",
  flags: [
    { name: "team", kind: "switch", about: "a role of a team, not of the app" },
    {
      name: "extends",
      kind: "text",
      value: "<role>",
      about: "the role whose grants it has; default: member",
      values: ["member", "admin"],
    },
    {
      name: "grant",
      kind: "many",
      value: "<permission>:<scope>",
      about: "what it may do instead or in addition: notes.update:all; in a team, own or team",
      values: ["tasks.remove:team", "jobs.read:all"],
    },
    {
      name: "without",
      kind: "many",
      value: "<permission>",
      about: "what it may not do",
      values: ["tasks.remove"],
    },
  ],
  examples: [
    {
      line: "pnpm plop role support --extends member --grant users.read:all --grant jobs.read:all",
      about: "a role of the app: a member who also sees people and jobs",
    },
    {
      line: "pnpm plop role captain --team --grant auditEvents.read:team --grant memberships.remove:team",
      about: "a role of a team: a member who reads its audit log and removes members",
    },
    {
      line: "pnpm plop role guest --team --without tasks.create --without tasks.update --without tasks.remove",
      about: "a role of a team that reads tasks only",
    },
    {
      line: 'echo \'{"name":"auditor","grant":["auditEvents.read:all"]}\' | pnpm plop role --from -',
      about: "the same from JSON",
    },
  ],
};
