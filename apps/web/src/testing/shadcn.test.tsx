// @vitest-environment happy-dom
// What `npx shadcn add` writes works as it is. `shadcn/rating.tsx` came out of that command, from an item of a registry
// of our own; `pnpm typecheck` and `pnpm lint` hold it to the rules of the other components.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";

import { Rating } from "./shadcn/rating";

const web = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(web, path), "utf8");

describe("a component that shadcn's CLI wrote", () => {
  test("works, with our `cn`, our components and radix", async () => {
    render(<Rating label="How was it?" size="sm" className="h-12" />);
    const [, second] = screen.getAllByRole("radio");
    await userEvent.click(second!);
    expect(second).toHaveProperty("dataset.state", "on");
    const { classList } = screen.getByLabelText("How was it?");
    expect([...classList]).toContain("h-12");
    expect([...classList]).not.toContain("h-8");
  });

  test("finds what it imports where components.json says", () => {
    const { aliases, tailwind } = JSON.parse(read("components.json")) as {
      aliases: Record<string, string>;
      tailwind: { css: string };
    };
    const inSource = (alias: string) => join(web, alias.replace("@/", "src/"));
    expect(statSync(inSource(aliases.ui!)).isDirectory()).toBe(true);
    expect(statSync(`${inSource(aliases.utils!)}.ts`).isFile()).toBe(true);
    expect(statSync(join(web, tailwind.css)).isFile()).toBe(true);
  });
});

/** The colors that components of shadcn/ui use, by its documentation. */
const colors = [
  ...["background", "foreground", "border", "input", "ring"],
  ...["card", "popover", "primary", "secondary", "muted", "accent", "destructive"],
  ...["card", "popover", "primary", "secondary", "muted", "accent"].map((of) => `${of}-foreground`),
  ...[1, 2, 3, 4, 5].map((number) => `chart-${number}`),
  ...["", "-foreground", "-primary", "-primary-foreground", "-accent", "-accent-foreground"].map(
    (part) => `sidebar${part}`,
  ),
  ...["sidebar-border", "sidebar-ring"],
];

describe("the theme is one file", () => {
  const css = read("src/theme.css");
  const block = (start: string) => css.slice(css.indexOf(start)).split("\n}")[0]!;

  test.each(colors)("that says what %s is, light and dark", (color) => {
    expect(block(":root {")).toContain(`--${color}: `);
    expect(block(".dark {")).toContain(`--${color}: `);
    expect(block("@theme inline {")).toContain(`--color-${color}: var(--${color});`);
  });

  const sources = Object.entries(
    import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*", "!../routeTree.gen.ts"], {
      query: "?raw",
      import: "default",
      eager: true,
    }),
  );

  /** A color of Tailwind's palette, or one by its parts. White, and black behind a window, are none. */
  const ownColor =
    /\b(?:bg|text|border|ring|fill|stroke|from|to|via|outline|divide|decoration)-(?:[a-z]+-(?:50|[1-9]00|950)\b|\[#|\[(?:rgb|hsl|oklch))|(?:rgb|hsl|oklch)a?\(|["'`]#[0-9a-f]{3,8}["'`]/;

  test("and no other file has a color of its own", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap(([path, text]) => (ownColor.test(text) ? [path] : []))).toEqual([]);
  });

  test.each(["bg-red-500", "text-[#fff]", "oklch(0.5 0.1 20)", '"#ff0000"'])(
    "the check finds %s",
    (text) => expect(ownColor.test(text)).toBe(true),
  );
});
