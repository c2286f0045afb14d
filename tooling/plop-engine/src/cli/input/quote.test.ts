import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandLine, visible } from "./quote.ts";

const words = [
  "entity",
  "title:string(1..120)",
  "dueAt:date?",
  "tags:string[0..5]",
  "status:enum:todo,done=todo",
  `about:string="it's; $HOME \`x\` !!"`,
  "a b",
  "",
  "*",
  "~",
  "=ls",
  "#x",
  "line\nbreak",
  "--access=public:so that anybody can",
];

const shells = ["bash", "dash", "sh", "zsh", "fish"].filter(
  (shell) => spawnSync(shell, ["-c", "exit 0"]).status === 0,
);

test.each(shells)("%s reads a line as the words it was made of", (shell) => {
  const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
  const line = commandLine([process.execPath, "-e", script, "--", ...words]);
  expect(JSON.parse(execFileSync(shell, ["-c", line], { encoding: "utf8" }))).toEqual(words);
});

test("words that need no quotes get none", () => {
  const line = "pnpm plop entity title:string status:enum:todo,done=todo --access member:own";
  expect(commandLine(line.split(" "))).toBe(line);
});

test("what cannot be seen is shown by its number, everything else as it is", () => {
  expect(visible("a\0b\u200fc\n\ud800")).toBe("a\\u{0}b\\u{200f}c\\u{a}\\u{d800}");
  expect(visible("naïve 日本 👩")).toBe("naïve 日本 👩");
});
