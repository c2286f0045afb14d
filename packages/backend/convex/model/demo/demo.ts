// Makes the lively demo, in one transaction, for accounts that are there.
import { nameKeyOf } from "@repo/validators/users";
import { createThread, saveMessages } from "@convex-dev/agent";
import { components } from "../../_generated/api";
import type { Doc, Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import { type DemoAddress, type DemoTask, type DemoTeam } from "./demoData";
import { demoFiles, demoPeople, demoTeams, demoThread } from "./demoData";
import { notify } from "../platform/notifications";
import { prepare } from "../knowledge/sources";
import { addMember } from "../teams/teams";

const DAY = 24 * 60 * 60 * 1000;

type People = Map<DemoAddress, Id<"users">>;

/**
 * Makes people, teams, and what they work with.
 * @param ctx the context of a mutation with every row at hand
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
  const teamIds: Id<"teams">[] = [];
  for (const team of demoTeams) teamIds.push(await addTeam(ctx, team, people));
  const memberId = idOf(people, "member@example.com");
  await addFiles(ctx, memberId, storageIds);
  await addThread(ctx, memberId, teamIds[0]);
  const welcome = { kind: "taskAssigned", link: "/tasks" } as const;
  const told = "Ines Ibarra gave you a task: Order anti-fouling paint";
  await notify(ctx, { userId: memberId, title: told, ...welcome });
  const userId = idOf(people, "admin@example.com");
  await notify(ctx, {
    userId,
    title: "Leo Lindt gave you a task: Choose the book for May",
    ...welcome,
  });
}

async function addTeam(
  ctx: MutationCtx,
  { name, people: addresses, tasks, sources }: DemoTeam,
  people: People,
): Promise<Id<"teams">> {
  const teamId = await ctx.db.insert("teams", { name, memberCount: 0 });
  for (const [index, address] of addresses.entries()) {
    const role = index === 0 ? "owner" : "member";
    await addMember(ctx.db, { teamId, userId: idOf(people, address), role });
  }
  for (const task of tasks) await ctx.db.insert("tasks", taskRow(task, teamId, people));
  const addedBy = idOf(people, addresses[0]);
  for (const { title, kind, text } of sources) {
    const start = { status: "pending", attempts: 0, chunkCount: 0 } as const;
    const sourceId = await ctx.db.insert("sources", { teamId, title, kind, addedBy, ...start });
    await prepare(ctx, sourceId, { kind, text });
  }
  return teamId;
}

function taskRow(
  { by, for: assignee, dueInDays, isInTrash, ...task }: DemoTask,
  teamId: Id<"teams">,
  people: People,
) {
  const isOver = task.status === "done" || task.status === "cancelled";
  return {
    ...task,
    teamId,
    creatorId: idOf(people, by),
    ...(assignee !== undefined && { assigneeId: idOf(people, assignee) }),
    ...(dueInDays !== undefined && { dueAt: Date.now() + dueInDays * DAY }),
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

async function addThread(
  ctx: MutationCtx,
  ownerId: Id<"users">,
  teamId: Id<"teams"> | undefined,
): Promise<void> {
  const { title, question, answer } = demoThread;
  const agentThreadId = await createThread(ctx, components.agent, { userId: ownerId, title });
  await saveMessages(ctx, components.agent, {
    threadId: agentThreadId,
    userId: ownerId,
    messages: [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ],
  });
  const row = { ownerId, title, agentThreadId, lastMessageAt: Date.now() };
  await ctx.db.insert("threads", { ...row, teamId, reply: "done" });
}

function idOf(people: People, address: DemoAddress | undefined): Id<"users"> {
  const id = address && people.get(address);
  if (!id) throw new TypeError(`DEMO_PERSON: nobody has the address ${address}.`);
  return id;
}
