// The pages that walk from an idea to code say what happens: their files are written and their commands run, one after
// the other, on a copy of this repository.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { commandAt } from "@groundwork/plop-engine/cli/input/commands";
import { plop, typed } from "@groundwork/plop-engine/testing/command";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
// @boundaries-ignore The pages of docs/ belong to no package.
import { textOf } from "../../../docs/pages.ts";
import { committedFiles, formatterSettings } from "../notes.ts";
import { templateFiles } from "../repository.ts";

const pages = ["docs/guides/design.md", ".agents/skills/design-convex-backend/SKILL.md"];

interface Block {
  language: string;
  text: string;
  /** The file that the sentence before it names. */
  file: string | undefined;
}

function blocksOf(page: string): Block[] {
  const text = textOf(page);
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(
    ({ 1: language, 2: body, index }) => {
      const before = text.slice(0, index).trimEnd().split("\n\n").at(-1)!;
      return { language: language!, text: body!, file: /`([\w.-]+)`:$/.exec(before)?.[1] };
    },
  );
}

test.each(pages)("%s", { timeout: 120_000 }, async (page) => {
  // Without a design of its own, as that of this repository takes its time to read.
  const { [layout.design]: _, ...files } = { ...templateFiles, ...committedFiles() };
  const copy = scratch({ ...formatterSettings(), ...files });
  const ran: string[] = [];
  try {
    for (const { language, text, file } of blocksOf(page)) {
      if (language !== "sh") {
        expect(file, `a file for ${text}`).toBeDefined();
        writeFileSync(join(copy.root, file!), text);
        continue;
      }
      for (const line of text.trim().split("\n")) {
        const { argv, stdin } = typed(line, copy.root);
        const { command } = commandAt(argv)!;
        const how = command.writes ? ["--yes", "--no-checks"] : [];
        const added = how.filter((flag) => !argv.includes(flag));
        const { exit, stdout, stderr } = await plop(copy.root, [...argv, ...added], stdin);
        expect(exit, `${line}\n${stdout}${stderr}`).toBe(0);
        ran.push(command.name);
      }
    }
    expect(ran).toEqual(expect.arrayContaining(["design new", "design plan", "design apply"]));
    expect(ran.indexOf("design check")).toBeGreaterThan(ran.indexOf("design apply"));
    expect(copy.read(layout.backendModule("loans"))).toContain("export const create");
  } finally {
    copy.remove();
  }
});
