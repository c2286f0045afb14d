// The people of chapters: each signs up with an address of their own, joins their teams, and gets their role.
import type { ConvexHttpClient } from "convex/browser";
import type { TeamRole } from "@repo/validators/access";
import { api } from "../convex/_generated/api.js";
import type { Id } from "../convex/_generated/dataModel.js";
import { runFunction } from "../embedded/admin.ts";
import type { Embedded } from "../embedded/backend.ts";
import { credentialsOf, newClient, tokenOf } from "../embedded/people.ts";
import { type People, firstPage } from "./flow.ts";

/** The people of a chapter, once they are there. */
export interface Cast {
  clients: Readonly<Record<string, ConvexHttpClient>>;
  people: Readonly<Record<string, Id<"users">>>;
  teams: Readonly<Record<string, Id<"teams">>>;
}

/** Somebody who has signed up. */
interface Player {
  email: string;
  client: ConvexHttpClient;
  id: Id<"users">;
}

/**
 * Makes people as chapters need them.
 * @param backend where the app is deployed
 * @returns makes those of a chapter, once
 */
export function castOf(backend: Embedded): (people: People) => Promise<Cast> {
  const made = new Map<People, Promise<Cast>>();
  return (people) => {
    const cast = made.get(people) ?? makeCast(backend, people, made.size + 1);
    made.set(people, cast);
    return cast;
  };
}

async function makeCast(backend: Embedded, people: People, number: number): Promise<Cast> {
  const names = Object.keys(people);
  const enter = (name: string) => signUp(backend, name, `${name}.${number}@example.com`);
  const players = new Map<string, Player>();
  for (const name of names) players.set(name, await enter(name));

  const teams: Record<string, Id<"teams">> = {};
  for (const team of teamsIn(people)) {
    const roles = names.flatMap((name) => {
      const role = people[name]!.teams?.[team];
      return role === undefined ? [] : [{ player: players.get(name)!, role }];
    });
    const owner = roles.find(({ role }) => role === "owner")?.player;
    teams[team] = await makeTeam(team, owner ?? (await enter(`the owner of ${team}`)), roles);
  }

  for (const [name, { role }] of Object.entries(people)) {
    const { email } = players.get(name)!;
    if (role !== "member") await runFunction(backend, "users:setRole", { email, role });
  }
  const each = <Value>(read: (player: Player) => Value) =>
    Object.fromEntries([...players].map(([name, player]) => [name, read(player)]));
  return { clients: each(({ client }) => client), people: each(({ id }) => id), teams };
}

function teamsIn(people: People): Set<string> {
  return new Set(Object.values(people).flatMap(({ teams = {} }) => Object.keys(teams)));
}

async function signUp(backend: Embedded, name: string, address: string): Promise<Player> {
  const email = address.replaceAll(" ", "-");
  const client = newClient(backend.url);
  client.setAuth(await tokenOf(backend, { ...credentialsOf(name), email }));
  const { _id: id } = await client.query(api.users.me, {});
  return { email, client, id };
}

/** The owner makes the team and invites the others, who join. */
async function makeTeam(
  name: string,
  owner: Player,
  roles: readonly { player: Player; role: TeamRole }[],
): Promise<Id<"teams">> {
  const teamId = await owner.client.mutation(api.teams.create, { name });
  for (const { player, role } of roles) {
    if (player === owner) continue;
    const { email, client } = player;
    await owner.client.mutation(api.invitations.create, { teamId, email, role });
    const { page } = await client.query(api.invitations.listMine, firstPage);
    const { invitationId } = page[0]!;
    await client.mutation(api.invitations.acceptMine, { invitationId });
  }
  return teamId;
}
