import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { findOtherHome, readHomeUrls } from "./home.ts";

const root = mkdtempSync(join(tmpdir(), "groundwork-home-"));
const folder = join(root, "packages", "backend");
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

describe("findOtherHome", () => {
  test("is nowhere without env files, and with what the CLI writes for the embedded backend", () => {
    expect(findOtherHome(root)).toBeNull();
    write(".env.local", "VITE_CONVEX_URL=http://127.0.0.1:3210\nCONVEX_DEPLOYMENT=\n");
    expect(findOtherHome(root)).toBeNull();
  });

  test.each(["CONVEX_DEPLOYMENT", "CONVEX_DEPLOY_KEY", "CONVEX_SELF_HOSTED_URL"])(
    "is where %s says",
    (variable) => {
      write(".env", `# the team's\n${variable}="dev:happy-otter-123" # team: ours\n`);
      expect(findOtherHome(root)).toEqual({
        variable,
        file: join("packages", "backend", ".env"),
      });
    },
  );
});

describe("readHomeUrls", () => {
  test("reads what the CLI has written, under either name", () => {
    expect(readHomeUrls(root)).toBeNull();
    write(".env.local", "CONVEX_URL=https://a.convex.cloud\nCONVEX_SITE_URL=https://a.convex.site");
    expect(readHomeUrls(root)).toEqual({
      backend: "https://a.convex.cloud",
      site: "https://a.convex.site",
    });
    write(".env.local", "VITE_CONVEX_URL=https://b.convex.cloud");
    expect(readHomeUrls(root)).toEqual({ backend: "https://b.convex.cloud", site: null });
  });
});
