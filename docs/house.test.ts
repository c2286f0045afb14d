// Habits of the template's authors. A copy of the template may delete this file.
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolders, pages, textOf } from "./pages.ts";
import { wordingProblems } from "./wording.ts";

const budgets = { "README.md": 120, "CHANGELOG.md": 1000 } as Readonly<Record<string, number>>;

/** Pages that are generated grow with the app. */
const written = pages.filter(
  (page) => !/Change the (code|design), not this page/.test(textOf(page)),
);

test.each(written)("%s stays within its budget of lines", (page) => {
  expect(textOf(page).split("\n").length).toBeLessThanOrEqual(budgets[page] ?? 150);
});

/** `style.md` quotes the phrases. */
const prose = written.filter((page) => !/^docs\/style\.md/.test(page));

test.each(prose)("%s has no phrase of the word list", (page) => {
  expect(wordingProblems(textOf(page)).map(({ message }) => message)).toEqual([]);
});

test("a decision says of every dependency why it is there", () => {
  const decisions = pages.filter((page) => page.startsWith("docs/decisions/")).map(textOf);
  const manifests = [
    "package.json",
    ...packageFolders().map((folder) => join(folder, "package.json")),
  ];
  const names = manifests.flatMap((manifest) => {
    const { dependencies, devDependencies } = JSON.parse(textOf(manifest)) as Record<
      string,
      Record<string, string> | undefined
    >;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const words = new Set(decisions.join(" ").match(/[@\w/.-]*\w/g));
  const ours = /^@(repo|groundwork)\//;
  const unexplained = names.filter((name) => !ours.test(name) && !words.has(name));
  expect([...new Set(unexplained)]).toEqual([]);
});
