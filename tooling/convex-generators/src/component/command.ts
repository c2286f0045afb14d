// What `pnpm plop component` takes on the command line. `input.ts` has the same as JSON.
import type { Command } from "@groundwork/plop-engine/command";
import { official } from "./official.ts";

const width = Math.max(...official.map(({ name }) => name.length));
const list = official.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join("\n");

export const componentCommand: Command = {
  name: "component",
  writes: true,
  usesRegistry: true,
  usage: "<component>",
  positionals: 1,
  about: "mount a Convex component and wrap it, with a test of a real flow",
  details:
    "Adds the package to packages/backend and to the lockfile, mounts the component in convex.config.ts and in the\n" +
    "tests, and says what of a removed account it may hold. The wrapper in convex/model/components/ is what\n" +
    `functions call. Official components with a wrapper:\n\n${list}\n\n` +
    "pnpm fetches a package that it does not have yet from its registry. Without an answer nothing is written.\n" +
    "Another component is mounted without a wrapper: install its package, and name it by --package.",
  flags: [
    {
      name: "name",
      kind: "text",
      value: "<name>",
      about: "what it is called in the app, and its wrapper; needed to mount one a second time",
      values: ["likes"],
    },
    {
      name: "package",
      kind: "text",
      value: "<package>",
      about:
        "the installed package of another component; <component> is what it is called in the app",
      values: ["@convex-dev/presence"],
    },
    {
      name: "holds",
      kind: "text",
      value: "<text>",
      about: "with --package: why its tables hold nothing about a person who left",
      values: ["prices of products"],
    },
  ],
  examples: [
    {
      line: "pnpm plop component sharded-counter --name likes",
      about: "counters that many people change at once, called likes",
    },
    {
      line: "pnpm plop component action-retrier",
      about: "actions that are tried again, under the name that the component gives itself",
    },
    {
      line: "pnpm plop component aggregate --name ranking",
      about: "a second component of a package that the app has",
    },
    {
      line: 'echo \'{"component":"workpool","name":"mailings"}\' | pnpm plop component --from -',
      about: "the same from JSON",
    },
  ],
};
