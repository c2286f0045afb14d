import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { layout } from "../layout.ts";
import type { Fragment } from "../model.ts";
import { addFragments, removeFragments } from "./fragments.ts";

const path = layout.routeTree;
const text = readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
const route = (key: string): Fragment => ({ kind: "route", key, text: `./routes/_app/${key}` });
const root = join(import.meta.dirname, "../../..");

/** The tree as the plugin writes it for the app's pages and some more. */
async function official(pages: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "routes-"));
  try {
    const routes = join(folder, "src/routes");
    cpSync(join(root, layout.routes), routes, { recursive: true });
    for (const page of pages) {
      const code = `export const Route = createFileRoute("/_app/${page}")({});\n`;
      writeFileSync(
        join(routes, "_app", `${page}.tsx`),
        `import { createFileRoute } from "@tanstack/react-router";\n${code}`,
      );
    }
    const ofWeb = createRequire(join(root, "apps/web/package.json"));
    const ofPlugin = createRequire(ofWeb.resolve("@tanstack/router-plugin/vite"));
    const { Generator, getConfig } = ofPlugin("@tanstack/router-generator");
    const written = join(folder, "src/routeTree.gen.ts");
    const config = getConfig(
      {
        target: "react",
        quoteStyle: "double",
        tmpDir: join(folder, "tmp"),
        routesDirectory: routes,
        generatedRouteTree: written,
      },
      folder,
    );
    await new Generator({ config, root: folder }).run();
    return readFileSync(written, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const added = (...keys: string[]) => addFragments(path, text, keys.map(route)).text;

describe("a page in the tree of routes", () => {
  test("stands wherever pages do, in the order of their names", () => {
    const after = added("orders", "apples");
    expect(after.match(/orders/g)).toHaveLength(13);
    for (const places of [
      [...after.matchAll(/from "\.\/routes\/_app\/(.*)"/g)],
      [...after.matchAll(/^ {2}"\/_app\/(.*)": typeof/gm)],
      [...after.matchAll(/^ {4}"\/_app\/(.*)": \{$/gm)],
    ]) {
      expect(places.map(([, page]) => page)).toEqual(["apples", "notes", "orders", "people"]);
    }
    expect(after).toContain(`    | "/_app/orders"\n`);
  });

  test("reads as the router's own plugin would have written it", async () => {
    const pages = ["orders", "order-items", "a", "zebras", "order2s"];
    expect(added(...pages)).toBe(await official(pages));
  });

  test("of several words is one name", () => {
    expect(added("ticket-items")).toContain(
      `import { Route as AppTicketItemsRouteImport } from "./routes/_app/ticket-items"`,
    );
  });

  test("can be taken out again, in any order", () => {
    const both = added("orders", "apples");
    const one = removeFragments(path, both, [route("orders")]).text;
    expect(one).toBe(added("apples"));
    expect(removeFragments(path, one, [route("apples")]).text).toBe(text);
  });

  test("that is there already is left alone", () => {
    expect(added("notes")).toBe(text);
  });

  test.each([
    ["a page within a page", text.replaceAll("_app/people", "_app/people/all")],
    ["lists in another order", text.replace(`  "/notes": typeof AppNotesRoute\n`, "")],
    ["no page at all", "export const routeTree = 1;\n"],
  ])("cannot be put beside %s", (_what, tree) => {
    expect(() => addFragments(path, tree, [route("orders")])).toThrow("SHAPE_UNSUPPORTED");
  });
});
