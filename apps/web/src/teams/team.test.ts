import type { Id } from "@repo/backend/_generated/dataModel";
import type { TeamRole } from "@repo/validators/teams/memberships";
import type { PublicTeam } from "@repo/validators/teams/teams";
import { expect, test } from "vitest";

import { memberNames } from "./member-names.ts";
import { pickTeam } from "./team.ts";

const team = (name: string, myRole: TeamRole | null): PublicTeam => ({
  _id: name as Id<"teams">,
  _creationTime: 0,
  name,
  memberCount: 1,
  myRole,
});
const [crew, room] = [team("crew", "owner"), team("room", "member")];

test("the team is the one that is asked for, or the only one, and never another one", () => {
  expect(pickTeam([crew], undefined)).toBe(crew);
  expect(pickTeam([crew, room], "room")).toBe(room);
  expect(pickTeam([crew, room], undefined)).toBeNull();
  expect(pickTeam([crew], "room")).toBeNull();
  expect(pickTeam([], undefined)).toBeNull();
});

test("people are sorted by name, and those with the same name are distinguished", () => {
  const person = (userId: string, name: string) => ({ userId, name, email: `${userId}@x.org` });
  const names = memberNames([person("z", "Bea"), person("b", "Ann"), person("a", "Ann")]);
  expect([...names]).toEqual([
    ["a", "Ann (a@x.org)"],
    ["b", "Ann (b@x.org)"],
    ["z", "Bea"],
  ]);
});
