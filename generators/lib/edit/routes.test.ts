import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layout } from "../layout.ts";
import { addFragments, removeFragments } from "./fragments.ts";
import { routeFragment } from "./routes.ts";

const repository = join(import.meta.dirname, "../../..");
const committed = readFileSync(join(repository, layout.routeTree), "utf8");
const path = layout.routeTree;

/** Runs the router's own generator over the app's routes and some more. */
async function generated(pages: string[]): Promise<string> {
  const web = createRequire(join(repository, "apps/web/package.json"));
  const plugin = createRequire(web.resolve("@tanstack/router-plugin"));
  const { Generator, getConfig } = plugin("@tanstack/router-generator");
  const root = mkdtempSync(join(tmpdir(), "routes-"));
  try {
    cpSync(join(repository, "apps/web/src"), join(root, "src"), { recursive: true });
    cpSync(join(repository, "apps/web/package.json"), join(root, "package.json"));
    symlinkSync(join(repository, "apps/web/node_modules"), join(root, "node_modules"));
    const like = readFileSync(join(repository, layout.routes, "_app/notes.tsx"), "utf8");
    for (const page of pages) {
      const text = like.replace("/_app/notes", `/_app/${page}`);
      writeFileSync(join(root, `src/routes/_app/${page}.tsx`), text);
    }
    // As in the app's vite.config.ts.
    const options = { target: "react", autoCodeSplitting: true, quoteStyle: "double" };
    const config = getConfig({ ...options, tmpDir: join(root, "tmp") }, root);
    await new Generator({ config, root }).run();
    return readFileSync(join(root, "src/routeTree.gen.ts"), "utf8");
  } finally {
    rmSync(root, { recursive: true });
  }
}

const add = (text: string, pages: string[]) =>
  addFragments(path, text, pages.map(routeFragment)).text;

// On the tree as it has grown. It has none of these.
test.each([
  [["zebras"]],
  [["aardvarks"]],
  [["zebra-items", "zebras", "zebra", "a", "nothing", "people-of-note", "zebra2s"]],
  [["a-very-long-name-of-a-page-that-makes-lines-too-long", "p2p", "x-1"]],
])("what we write is what the router's generator writes: %j", async (pages) => {
  const text = add(committed, pages);
  expect(text).toBe(await generated(pages));
  expect(removeFragments(path, text, pages.map(routeFragment))).toEqual({
    text: committed,
    kept: [],
    changed: [],
  });
  expect(addFragments(path, text, pages.map(routeFragment)).added).toEqual([]);
  const [first = "", ...others] = pages;
  const rest = removeFragments(path, text, [routeFragment(first)]).text;
  expect(rest).toBe(add(committed, others));
});

test("a file that is not the router's, or has no such pages yet, is refused", () => {
  expect(() => add("export {};\n", ["a"])).toThrow('it has no page in "./routes/_app" yet');
  const odd = committed.replace("AppNotesRoute: AppNotesRoute,", "...rest,");
  expect(() => add(odd, ["nothing"])).toThrow("it is not as we know it");
});
