// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const web = join(import.meta.dirname, "..", "..");
const isDark = () => document.documentElement.classList.contains("dark");

/** What the system asks for; `change` tells the page of it. */
let system: { matches: boolean; change: () => void };

beforeEach(() => {
  vi.resetModules();
  const listeners = new Set<() => void>();
  system = { matches: false, change: () => listeners.forEach((listener) => listener()) };
  vi.stubGlobal("matchMedia", () => ({
    get matches() {
      return system.matches;
    },
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
  }));
});
afterEach(() => {
  localStorage.clear();
  document.documentElement.className = "";
  vi.unstubAllGlobals();
});

describe("the theme", () => {
  test("is what the person chose, and stays on this device", async () => {
    const { setTheme } = await import("./theme.ts");
    setTheme("dark");
    expect(isDark()).toBe(true);
    expect(localStorage.getItem("theme")).toBe("dark");
    setTheme("light");
    expect(isDark()).toBe(false);
  });

  test("follows the system until somebody chooses", async () => {
    const { setTheme } = await import("./theme.ts");
    system.matches = true;
    system.change();
    expect(isDark()).toBe(true);
    setTheme("light");
    system.change();
    expect(isDark()).toBe(false);
    setTheme("system");
    expect(isDark()).toBe(true);
    expect(localStorage.getItem("theme")).toBeNull();
  });

  test("changes with a choice in another tab", async () => {
    await import("./theme.ts");
    localStorage.setItem("theme", "dark");
    dispatchEvent(new Event("storage"));
    expect(isDark()).toBe(true);
  });
});

describe("before the first paint", () => {
  const script = readFileSync(join(web, "public/theme.js"), "utf8");
  /** Runs the script as the page does. */
  const run = () => new Function(script)();

  test.each([
    { choice: "dark", systemIsDark: false, dark: true },
    { choice: "light", systemIsDark: true, dark: false },
    { choice: null, systemIsDark: true, dark: true },
    { choice: null, systemIsDark: false, dark: false },
  ])("$choice, on a system that is dark: $systemIsDark", ({ choice, systemIsDark, dark }) => {
    if (choice !== null) localStorage.setItem("theme", choice);
    system.matches = systemIsDark;
    run();
    expect(isDark()).toBe(dark);
  });

  test("the page waits for the script, and loads the app after it", () => {
    const page = readFileSync(join(web, "index.html"), "utf8");
    const [first, app] = [...page.matchAll(/<script ([^>]*)>/g)].map(
      ([, attributes]) => attributes,
    );
    expect(first).toBe('src="/theme.js"');
    expect(app).toContain('src="/src/main.tsx"');
  });
});
