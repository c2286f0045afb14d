// What `pnpm plop job` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const jobCommand: Command = {
  name: "job",
  writes: true,
  rendersAgain: true,
  usage: "<module>",
  positionals: 1,
  about: "call a service in the background for a row, with retries and a status, with tests",
  details:
    "The module gets a mutation `start`, which starts a job for a row, and the action that posts the row's id to a\n" +
    "service. The environment variable of --calls has the address of the service. An attempt that fails is\n" +
    "repeated after a pause; one that the service refuses is not. With --access, clients start the job, and a\n" +
    "query `status` tells them how it is going; without it other functions do.",
  flags: [
    { name: "of", kind: "text", value: "<table>", about: "the table of the row that it is about" },
    {
      name: "calls",
      kind: "text",
      value: "<VARIABLE>",
      about: "the environment variable with the address of the service",
      values: ["THUMBNAILS_URL"],
    },
    {
      name: "access",
      kind: "text",
      value: "<who>",
      about: "who may start it: a permission or signedIn; default: other functions only",
    },
    {
      name: "rate-limit",
      kind: "text",
      value: "<limit>",
      about: "how often one caller may start it: 30/minute, or the name of an existing limit",
    },
    {
      name: "attempts",
      kind: "text",
      value: "<number>",
      about: "attempts at most, 1 to 20 (default: 5)",
    },
    {
      name: "timeout",
      kind: "text",
      value: "<time>",
      about: "how long one attempt may take: 30s or 5m (default: 5m)",
    },
  ],
  examples: [
    {
      line: "pnpm plop job thumbnails --of files --calls THUMBNAILS_URL",
      about: "started by other functions",
    },
    {
      line: "pnpm plop job translations --of notes --calls TRANSLATIONS_URL --access notes.update --rate-limit 10/minute",
      about: "started by clients, who see its status",
    },
    {
      line: 'echo \'{"name":"checks","of":"tasks","calls":"CHECKS_URL","attempts":"3","timeout":"30s"}\' | pnpm plop job --from -',
      about: "the same from JSON, with three attempts of half a minute",
    },
  ],
};
