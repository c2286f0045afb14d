// Tasks for the tests of their components, and a backend that has them.
import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { taskStatuses, type PublicTask } from "@repo/validators/tasks";
import { vi } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { me, team } from "@/testing/render";

import { words } from "./words";

export const teamId = team._id;

/** Of tasks, one with a higher number is newer. */
export function task(number: number, changes: Partial<PublicTask> = {}): PublicTask {
  return {
    _id: `task${number}`,
    _creationTime: 1000 + number,
    teamId,
    creatorId: me._id,
    title: `Task ${number}`,
    status: "open",
    priority: "normal",
    ...changes,
  } as PublicTask;
}

/**
 * A backend with these tasks, on the board and in the lists of their states and of all, as they were created. `people`
 * are those whom the board names.
 */
export function backendWith(
  tasks: readonly PublicTask[],
  convex: FakeConvex = new FakeConvex(),
  people: readonly { userId: string; name: string }[] = [],
): FakeConvex {
  const live = tasks.filter(({ deletedAt }) => deletedAt === undefined);
  const counts: Record<string, number> = { trash: tasks.length - live.length };
  const columns: Record<string, unknown> = {};
  for (const status of [...taskStatuses, undefined]) {
    const rows = live
      .filter((row) => status === undefined || row.status === status)
      .toSorted((one, other) => other._creationTime - one._creationTime);
    for (const order of ["newest", "oldest"]) {
      const sorted = order === "newest" ? rows : rows.toReversed();
      convex.answerPage(api.tasks.list, { teamId, status, order }, sorted);
    }
    if (status === undefined) continue;
    counts[status] = rows.length;
    columns[status] = { tasks: rows.slice(0, PAGE_SIZE), isMore: rows.length > PAGE_SIZE };
  }
  convex.answer(api.tasks.board, { teamId, order: "newest" }, { columns, counts, people });
  convex.answer(api.tasks.counts, { teamId }, counts);
  convex.answerPage(api.memberships.list, { teamId }, []);
  return convex;
}

/** The same, for a page where one of the tasks is open. */
export function backendWithOpen(row: PublicTask, convex?: FakeConvex): FakeConvex {
  const backend = backendWith([row], convex);
  backend.answer(api.tasks.get, { id: row._id }, row);
  return backend;
}

/** How often each task is drawn from here on: it says its name once each time. */
export function countDrawn(): Record<string, number> {
  const drawn: Record<string, number> = {};
  const { open } = words;
  vi.spyOn(words, "open").mockImplementation((title) => {
    drawn[title] = (drawn[title] ?? 0) + 1;
    return open(title);
  });
  return drawn;
}
