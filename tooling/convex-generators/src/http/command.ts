// What `pnpm plop http` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";

export const httpCommand: Command = {
  name: "http",
  writes: true,
  rendersAgain: true,
  usage: "<method> <path>",
  positionals: 2,
  about: "add an HTTP route: a webhook, or a function for other programs, with tests",
  details:
    "--signature makes POST /webhooks/<source> a webhook: events are signed, and each is taken once, however often\n" +
    "it comes. Without it the route calls the function of --runs with JSON: with GET that of the query parameter\n" +
    "args, else of the body. Its caller is --auth session (a session token of the app, for a public function),\n" +
    "--auth key:<VARIABLE> (the header X-API-Key, for an internal function) or --public, with the reason.",
  flags: [
    {
      name: "signature",
      kind: "text",
      value: "hmac:<VARIABLE>",
      about: "the environment variable with the secret that events are signed with",
      values: ["hmac:CLERK_WEBHOOK_SECRET"],
    },
    {
      name: "events",
      kind: "text",
      value: "<types>",
      about: "of a webhook: the types of events that are used, joined by commas",
      values: ["user.created,user.deleted"],
    },
    {
      name: "auth",
      kind: "text",
      value: "<who>",
      about: "who may call it: session, or key:<VARIABLE>",
      values: ["session", "key:PARTNER_KEY"],
    },
    {
      name: "public",
      kind: "text",
      value: "<why>",
      about: "everybody may call it, for this reason",
    },
    { name: "runs", kind: "text", value: "<module.name>", about: "the function that it calls" },
    {
      name: "limit",
      kind: "text",
      value: "<limit>",
      about: "how often one caller may call it (default: 60/minute)",
    },
    {
      name: "body",
      kind: "text",
      value: "<size>",
      about: "the size of what is sent at most: 16kB (default: 64kB)",
    },
    {
      name: "cors",
      kind: "text",
      value: "<origins>",
      about: "pages that may call it: app, any, or origins joined by commas (default: none)",
    },
  ],
  examples: [
    {
      line: "pnpm plop http POST /webhooks/clerk --signature hmac:CLERK_WEBHOOK_SECRET --events user.created,user.deleted --limit 120/minute",
      about: "a webhook",
    },
    {
      line: "pnpm plop http POST /api/notes --auth session --runs notes.create --body 16kB --cors app",
      about: "a function for people who are signed in",
    },
    {
      line: "pnpm plop http POST /api/purge --auth key:PURGE_KEY --runs jobs.purge --limit 10/hour",
      about: "an internal function for a program with a key",
    },
    {
      line: 'echo \'{"method":"GET","path":"/api/inbox","public":"only a demo answers","runs":"emails.inbox"}\' | pnpm plop http --from -',
      about: "a function for everybody, from JSON",
    },
  ],
};
