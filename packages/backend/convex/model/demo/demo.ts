// Creates the demo in one transaction, for existing accounts.
import { demoAccounts } from "@repo/validators/demo";
import { paths } from "@repo/validators/platform/paths";
import { ranksOf } from "@repo/validators/tasks";
import { nameKeyOf } from "@repo/validators/accounts/users";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../../_generated/server";
import { findByEmail } from "../accounts/users";
import { welcomeNotes } from "../accounts/welcomeNotes";
import { addDemoThread } from "./thread";
import { addDemoSources } from "./sources";
import { notify } from "../platform/notifications";
import { addMember } from "../teams/teams";
import type { Demo, DemoAddress, DemoPart, DemoTask, DemoTeam } from "./demoData";
import { demoFiles, demoPeople, demoTeams } from "./demoData";

const DAY = 24 * 60 * 60 * 1000;

type People = Map<DemoAddress, Id<"users">>;

/** What features add to the demo, in this order. */
const parts: readonly DemoPart[] = [addDemoSources, addDemoThread];

/**
 * Creates people, teams, and what they work with.
 * @param ctx the context of a mutation, with an unscoped database
 * @param accounts the demo accounts, by their addresses
 * @param storageIds the bytes of `demoFiles`, in their order
 */
export async function addDemo(
  ctx: MutationCtx,
  accounts: readonly Doc<"users">[],
  storageIds: readonly Id<"_storage">[],
): Promise<void> {
  const people: People = new Map(accounts.map(({ email, _id }) => [email as DemoAddress, _id]));
  for (const person of demoPeople) {
    const verified = { role: "member", emailVerificationTime: Date.now() } as const;
    const row = { ...person, ...verified, nameKey: nameKeyOf(person.name) };
    people.set(person.email, await ctx.db.insert("users", row));
  }
  const teams = new Map<string, { id: Id<"teams">; ownerId: Id<"users"> }>();
  for (const team of demoTeams) teams.set(team.name, await addTeam(ctx, team, people));
  const demo: Demo = { teams, idOf: (address) => idOf(people, address) };
  await addFiles(ctx, demo.idOf("member@example.com"), storageIds);
  for (const add of parts) await add(ctx, demo);
}

async function addTeam(
  ctx: MutationCtx,
  { name, people: addresses, tasks }: DemoTeam,
  people: People,
): Promise<{ id: Id<"teams">; ownerId: Id<"users"> }> {
  const teamId = await ctx.db.insert("teams", { name, memberCount: 0 });
  for (const [index, address] of addresses.entries()) {
    const role = index === 0 ? "owner" : "member";
    await addMember(ctx.db, { teamId, userId: idOf(people, address), role });
  }
  for (const task of tasks) {
    const row = taskRow(task, teamId, people);
    const id = await ctx.db.insert("tasks", row);
    if (!task.isNews || row.assigneeId === undefined) continue;
    const title = `Assigned to you: ${task.title}`;
    const link = paths.task(teamId, id);
    await notify(ctx, { userId: row.assigneeId, kind: "taskAssigned", title, link });
  }
  return { id: teamId, ownerId: idOf(people, addresses[0]) };
}

function taskRow(
  { by, for: assignee, dueInDays, isInTrash, isNews: _, ...task }: DemoTask,
  teamId: Id<"teams">,
  people: People,
) {
  const isOver = task.status === "done" || task.status === "cancelled";
  const due = dueInDays !== undefined && { dueAt: Date.now() + dueInDays * DAY };
  return {
    ...task,
    ...due,
    ...ranksOf({ ...task, ...due }),
    teamId,
    creatorId: idOf(people, by),
    ...(assignee !== undefined && { assigneeId: idOf(people, assignee) }),
    ...(isOver && { closedAt: Date.now() }),
    ...(isInTrash && { deletedAt: Date.now() }),
  };
}

async function addFiles(
  ctx: MutationCtx,
  ownerId: Id<"users">,
  storageIds: readonly Id<"_storage">[],
): Promise<void> {
  for (const [index, { name, text }] of demoFiles.entries()) {
    const storageId = storageIds[index];
    const size = new TextEncoder().encode(text).length;
    const bytes = { storageId, size, contentType: "text/plain" };
    const state = { purpose: "attachment", status: "ready" } as const;
    await ctx.db.insert("files", { ownerId, name, ...state, ...bytes });
  }
}

function idOf(people: People, address: DemoAddress | undefined): Id<"users"> {
  const id = address && people.get(address);
  if (!id) throw new TypeError(`DEMO_PERSON: nobody has the address ${address}.`);
  return id;
}

/**
 * Finds the demo accounts while the demo is missing.
 * @returns null once any of the demo's other people exists, and where somebody has signed up with a demo
 *   address themselves: such an account has no welcome notes
 */
export async function accountsWithoutWorld(
  ctx: Pick<QueryCtx, "db">,
): Promise<Doc<"users">[] | null> {
  for (const { email } of demoPeople) if ((await findByEmail(ctx, email)) !== null) return null;
  const accounts: Doc<"users">[] = [];
  for (const { email } of demoAccounts) {
    const account = await findByEmail(ctx, email);
    if (account === null || !(await hasDemoNote(ctx, account._id))) return null;
    accounts.push(account);
  }
  return accounts;
}

async function hasDemoNote(ctx: Pick<QueryCtx, "db">, ownerId: Id<"users">): Promise<boolean> {
  const oldest = await ctx.db
    .query("notes")
    .withIndex("by_ownerId", (q) => q.eq("ownerId", ownerId))
    .first();
  return oldest?.title === welcomeNotes[0]?.title;
}
