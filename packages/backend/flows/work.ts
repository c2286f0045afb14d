// Flows of what people work with: notes, files, tasks, notifications.
import assert from "node:assert/strict";
import { api } from "../convex/_generated/api.js";
import { type Chapter, firstPage } from "./flow.ts";

const TEXT = new Blob(["Two litres"], { type: "text/plain" });

export const notes: Chapter = {
  title: "Notes",
  flows: [
    {
      name: "write a note",
      actor: "member",
      calls: [api.notes.create, api.notes.list],
      proves: "It is first in the list, with its title trimmed.",
      run: async ({ me, story }) => {
        story.noteId = await me.mutation(api.notes.create, { title: " Milk ", body: "" });
        const { page } = await me.query(api.notes.list, firstPage);
        assert.deepEqual([page[0]?._id, page[0]?.title], [story.noteId, "Milk"]);
      },
    },
    {
      name: "change a note",
      actor: "member",
      calls: [api.notes.update, api.notes.get],
      proves: "It has the new text.",
      run: async ({ me, story: { noteId: id } }) => {
        await me.mutation(api.notes.update, { id, body: "Two litres" });
        assert.equal((await me.query(api.notes.get, { id })).body, "Two litres");
      },
    },
    {
      name: "remove a note",
      actor: "member",
      calls: [api.notes.remove],
      proves: "It is gone.",
      run: async ({ me, as, story: { noteId: id } }) => {
        await me.mutation(api.notes.remove, { id });
        await assert.rejects(as("member").query(api.notes.get, { id }));
      },
    },
  ],
};

export const files: Chapter = {
  title: "Files",
  flows: [
    {
      name: "upload a file",
      actor: "member",
      calls: [api.files.requestUpload, api.files.finishUpload, api.files.get],
      files: 1,
      proves: "It is ready, with the size of the upload.",
      run: async ({ me, send, story }) => {
        const asked = { name: "milk.txt", purpose: "attachment" } as const;
        const { id, url } = await me.mutation(api.files.requestUpload, asked);
        await me.mutation(api.files.finishUpload, { id, storageId: await send(url, TEXT) });
        story.fileId = id;
        const { status, size } = await me.query(api.files.get, { id });
        assert.deepEqual([status, size], ["ready", TEXT.size]);
      },
    },
    {
      name: "move a file to the trash",
      actor: "member",
      calls: [api.files.trash, api.files.list, api.files.listTrash],
      proves: "It is in the trash, and no longer in the list.",
      run: async ({ me, story: { fileId: id } }) => {
        await me.mutation(api.files.trash, { id });
        const listed = await me.query(api.files.list, firstPage);
        assert(listed.page.every(({ _id }) => _id !== id));
        const { page } = await me.query(api.files.listTrash, firstPage);
        assert.equal(page[0]?._id, id);
      },
    },
    {
      name: "restore a file",
      actor: "member",
      calls: [api.files.restore, api.files.list],
      proves: "It is in the list again.",
      run: async ({ me, story: { fileId: id } }) => {
        await me.mutation(api.files.restore, { id });
        const { page } = await me.query(api.files.list, firstPage);
        assert(page.some(({ _id }) => _id === id));
      },
    },
    {
      name: "remove a file for good",
      actor: "member",
      calls: [api.files.trash, api.files.remove],
      proves: "It is gone.",
      run: async ({ me, as, story: { fileId: id } }) => {
        await me.mutation(api.files.trash, { id });
        await me.mutation(api.files.remove, { id });
        await assert.rejects(as("member").query(api.files.get, { id }));
      },
    },
  ],
};

export const tasks: Chapter = {
  title: "Tasks",
  flows: [
    {
      name: "add a task to a team",
      actor: "member",
      calls: [api.tasks.create, api.tasks.list, api.tasks.counts],
      proves: "It is open, and counted.",
      run: async ({ me, story }) => {
        const { teamId } = story;
        const given = { teamId, title: "Paint the boat", priority: "normal" } as const;
        story.taskId = await me.mutation(api.tasks.create, given);
        const of = { teamId, status: "open" } as const;
        const { page } = await me.query(api.tasks.list, { ...of, ...firstPage });
        assert.equal(page[0]?._id, story.taskId);
        assert.equal((await me.query(api.tasks.counts, { teamId })).open, 1);
      },
    },
    {
      name: "assign a task",
      actor: "member",
      calls: [api.memberships.list, api.tasks.assign],
      proves: "It is assigned, and the assignee is notified.",
      run: async ({ me, as, story: { teamId, taskId } }) => {
        const { page } = await me.query(api.memberships.list, { teamId, ...firstPage });
        const other = page.find(({ email }) => email === "noa@example.com")!;
        await me.mutation(api.tasks.assign, { id: taskId, assigneeId: other.userId });
        const told = await as("newcomer").query(api.notifications.list, firstPage);
        assert.equal(told.page[0]?.kind, "taskAssigned");
      },
    },
    {
      name: "see the board of a team",
      actor: "newcomer",
      calls: [api.tasks.board],
      proves: "The task is in its column and counted, with the name of its assignee.",
      run: async ({ me, story: { teamId, taskId } }) => {
        const { columns, counts, people } = await me.query(api.tasks.board, { teamId });
        const [first] = columns.open.tasks;
        assert.deepEqual([first?._id, counts.open], [taskId, 1]);
        assert.deepEqual(people, [{ userId: first?.assigneeId, name: "Noa New" }]);
      },
    },
    {
      name: "see the assigned tasks",
      actor: "newcomer",
      calls: [api.users.me, api.tasks.list],
      proves: "The task is listed, and no other.",
      run: async ({ me, story: { teamId, taskId } }) => {
        const { _id: assigneeId } = await me.query(api.users.me, {});
        const { page } = await me.query(api.tasks.list, { teamId, assigneeId, ...firstPage });
        assert.deepEqual(
          page.map(({ _id }) => _id),
          [taskId],
        );
      },
    },
    {
      name: "start a task",
      actor: "newcomer",
      calls: [api.tasks.move, api.tasks.get],
      proves: "It is in progress.",
      run: async ({ me, story: { taskId: id } }) => {
        await me.mutation(api.tasks.move, { id, status: "doing" });
        assert.equal((await me.query(api.tasks.get, { id })).status, "doing");
      },
    },
    {
      name: "set a date, and see due tasks",
      actor: "member",
      calls: [api.tasks.update, api.tasks.listDue, api.tasks.list],
      proves: "The task is among those that are due by then, and the first by date.",
      run: async ({ me, story: { teamId, taskId: id } }) => {
        const dueAt = Date.UTC(2030, 0, 1);
        await me.mutation(api.tasks.update, { id, dueAt });
        const due = await me.query(api.tasks.listDue, { teamId, until: dueAt, ...firstPage });
        assert.equal(due.page[0]?._id, id);
        const { page } = await me.query(api.tasks.list, { teamId, order: "due", ...firstPage });
        assert.equal(page[0]?._id, id);
      },
    },
    {
      name: "search for a task",
      actor: "member",
      calls: [api.tasks.search],
      proves: "One word finds it.",
      run: async ({ me, story: { teamId, taskId } }) => {
        const { page } = await me.query(api.tasks.search, { teamId, term: "boat", ...firstPage });
        assert.equal(page[0]?._id, taskId);
      },
    },
    {
      name: "remove a task, and restore it",
      actor: "member",
      calls: [api.tasks.remove, api.tasks.listTrash, api.tasks.restore],
      proves: "It is unchanged.",
      run: async ({ me, as, story: { teamId, taskId: id } }) => {
        await me.mutation(api.tasks.remove, { id });
        const { page } = await me.query(api.tasks.listTrash, { teamId, ...firstPage });
        assert.equal(page[0]?._id, id);
        await me.mutation(api.tasks.restore, { id });
        assert.equal((await as("member").query(api.tasks.get, { id })).status, "doing");
      },
    },
  ],
};

export const notifications: Chapter = {
  title: "Notifications",
  flows: [
    {
      name: "read a notification",
      actor: "newcomer",
      calls: [api.notifications.unreadCount, api.notifications.list, api.notifications.markRead],
      proves: "One fewer is unread.",
      run: async ({ me, as }) => {
        const before = await me.query(api.notifications.unreadCount, {});
        const { page } = await me.query(api.notifications.list, firstPage);
        await me.mutation(api.notifications.markRead, { id: page[0]!._id });
        const after = await as("newcomer").query(api.notifications.unreadCount, {});
        assert.equal(after.count, before.count - 1);
      },
    },
    {
      name: "mark all as read",
      actor: "member",
      calls: [api.notifications.markAllRead, api.notifications.unreadCount],
      proves: "Nothing is unread.",
      run: async ({ me }) => {
        await me.mutation(api.notifications.markAllRead, {});
        assert.equal((await me.query(api.notifications.unreadCount, {})).count, 0);
      },
    },
    {
      name: "turn the digest off",
      actor: "member",
      calls: [api.notificationSettings.save, api.notificationSettings.get],
      proves: "It is off.",
      run: async ({ me }) => {
        await me.mutation(api.notificationSettings.save, { digest: "never" });
        assert.equal((await me.query(api.notificationSettings.get, {})).digest, "never");
      },
    },
  ],
};
