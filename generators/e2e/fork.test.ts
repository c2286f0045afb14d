// A copy of the template without git history becomes a project of its own, and everything in it works.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "@groundwork/plop-engine/run/history";
import { diskTree } from "@groundwork/plop-engine/tree";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentsOf, pathsIn } from "@groundwork/convex-generators/packages/project-files";
import { type Copy, PNPM, installedCopy, succeeded } from "./copy.ts";
import { startDev } from "./dev.ts";
import { openBrowser, openTab, signIn } from "./pages.ts";

/** Everything is also run here that CI runs on the template itself: its tests, and the checks of a generator. */
const isFull = process.env.E2E_FULL !== undefined;

const entity = [
  "entity",
  "bookmark",
  "ownerId:ref(users)+owner",
  "title:string(1..120)",
  "link:url",
];
const access = ["--access", "member:own", "--web"];
const checks = isFull ? [] : ["--checks", "types"];

let copy: Copy;
let template: Record<string, string>;

beforeAll(async () => {
  copy = await installedCopy({ isCommitted: false });
  template = hashes();
  succeeded(
    await copy.plop("init", "acme-desk", "--title", "Acme Desk", "--scope", "@acme", "--yes"),
  );
  succeeded(await copy.run([...PNPM, "install", "--frozen-lockfile"]));
});
afterAll(() => copy?.remove());

/** Every file of the project with the hash of its contents. */
function hashes(): Record<string, string> {
  const tree = diskTree(copy.root);
  const paths = pathsIn(tree).filter((path) => !path.endsWith("routeTree.gen.ts"));
  return Object.fromEntries(paths.map((path) => [path, hashOf(contentsOf(tree, path).contents)]));
}

const hasFile = (path: string) => existsSync(join(copy.root, path));

test("its tooling is packed, and nothing of the sources is left", () => {
  expect(hasFile("tooling")).toBe(false);
  expect(
    readdirSync(join(copy.root, "vendor")).filter((name) => name.endsWith(".tgz")),
  ).toHaveLength(4);
});

test("it is turned into a project once", async () => {
  const { code, output } = await copy.plop("init", "another", "--yes");
  expect(code, output).toBe(2);
  expect(output).toContain("COMMAND_UNKNOWN");
});

describe("with an entity of its own", () => {
  beforeAll(async () => void succeeded(await copy.plop(...entity, ...access, ...checks)));

  test("pnpm dev starts it, and people sign in", async () => {
    const dev = await startDev(copy);
    const browser = await openBrowser();
    const problems: string[] = [];
    try {
      const page = await openTab(browser, problems);
      await signIn(page, dev.web, dev.member);
      expect(await page.title()).toContain("Acme Desk");
      await page.getByRole("link", { name: "Bookmarks" }).click();
      await page.getByRole("heading", { name: "Bookmarks", level: 1 }).waitFor();
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
      await dev.stop();
    }
  });

  test.runIf(isFull)("pnpm check is green", async () => {
    succeeded(await copy.run([...PNPM, "check"]));
  });

  // By day: the layout of what init has written, and all checks but the lint of the backend, the longest one.
  test.runIf(!isFull)(
    "the checks that a new name and packed tooling can break are green",
    async () => {
      const changed = Object.entries(hashes()).filter(([path, hash]) => template[path] !== hash);
      expect(changed.length).toBeGreaterThan(100);
      const prettier = ["exec", "prettier", "--check", "--ignore-unknown"];
      succeeded(await copy.run([...PNPM, ...prettier, ...changed.map(([path]) => path)]));
      const written = ["codegen:check", "reference:check", "snapshot:check"];
      const checks = ["typecheck", "docs:check", "boundaries", "imports", "knip", ...written];
      succeeded(await copy.run([...PNPM, "exec", "turbo", "run", ...checks]));
      const others = "--filter=!@acme/backend";
      succeeded(await copy.run([...PNPM, "exec", "turbo", "run", "lint", others]));
    },
  );

  test("the tests of its pages are green", async () => {
    succeeded(await copy.run([...PNPM, "docs:test"]));
  });

  test.runIf(isFull)("pnpm test is green", async () => {
    succeeded(await copy.run([...PNPM, "test"]));
  });

  test("pnpm build is green", async () => {
    succeeded(await copy.run([...PNPM, "build"]));
    expect(readFileSync(join(copy.root, "apps/web/dist/index.html"), "utf8")).toContain("<script");
  });
});

describe("undone", () => {
  test("the entity first, then the project, leave the template as it was", async () => {
    succeeded(await copy.plop("undo"));
    const output = succeeded(await copy.plop("undo"));
    expect(output).toContain("pnpm install");
    expect(hashes()).toEqual(template);
    if (!isFull) return;
    succeeded(await copy.run([...PNPM, "install", "--frozen-lockfile"]));
    succeeded(await copy.plop("init", "--help"));
  });
});
