// What `pnpm plop cron` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const cronCommand: Command = {
  name: "cron",
  writes: true,
  rendersAgain: true,
  usage: "<title>",
  positionals: 1,
  about: "run an internal mutation on a schedule, with a test",
  details:
    "The title names the schedule for admins, remove-old-notes or 'remove old notes'. --runs names the internal\n" +
    "mutation. One that exists is called as it is; a new one does its work in batches: --removes deletes the rows\n" +
    "of a table that are older than an age, --each goes through all rows of a table, page by page, and you write\n" +
    "what happens to each. Times are UTC, and no cron starts on the full hour, when most crons in the world do.",
  flags: [
    {
      name: "runs",
      kind: "text",
      value: "<module.name>",
      about: "the internal mutation that it calls: an existing or a new one",
      values: ["notes.removeOld"],
    },
    {
      name: "every",
      kind: "text",
      value: "<interval>",
      about: "how often: 10m, 1h or 2d",
      values: ["10m", "1h"],
    },
    {
      name: "daily",
      kind: "text",
      value: "<time>",
      about: "once a day, in UTC: 03:17",
      values: ["03:17"],
    },
    {
      name: "weekly",
      kind: "text",
      value: "<day>@<time>",
      about: "once a week, in UTC: monday@03:17",
      values: ["monday@03:17"],
    },
    {
      name: "cron",
      kind: "text",
      value: "<crontab>",
      about: "a crontab of five fields: '17 3 1 * *'",
      values: ["17 3 1 * *"],
    },
    {
      name: "removes",
      kind: "text",
      value: "<table>:<age>",
      about: "the new mutation removes rows of this age: notes:30d",
      values: ["notes:30d"],
    },
    {
      name: "each",
      kind: "text",
      value: "<table>",
      about: "the new mutation goes through all rows of this table",
      values: ["notes"],
    },
    {
      name: "args",
      kind: "text",
      value: "<json>",
      about: "the arguments of an existing mutation, as a JSON object",
      values: ['{"cursor":null}'],
    },
  ],
  examples: [
    {
      line: "pnpm plop cron remove-old-notes --daily 03:12 --runs notes.removeOld --removes notes:365d",
      about: "a new mutation that removes old rows; complete, with its tests",
    },
    {
      line: "pnpm plop cron 'look at all tasks' --every 6h --runs taskReviews.review --each tasks",
      about: "a new mutation that goes through a table; you write what happens to each row",
    },
    {
      line: "pnpm plop cron 'purge jobs twice a week' --cron '41 4 * * 1,4' --runs jobs.purge",
      about: "an existing mutation",
    },
    {
      line: 'echo \'{"title":"purge e-mails on Sundays","weekly":"sunday@04:23","runs":"emails.purge"}\' | pnpm plop cron --from -',
      about: "the same from JSON",
    },
  ],
};
