// The page of the optional features, and what belongs to each.
import type { Feature } from "../features/feature.ts";
import type { Parts } from "./ownership.ts";
import { pageOf, table } from "./markdown.ts";

const intro = [
  "What belongs to each optional feature, from `packages/backend/features/` and the files that it lists. Everything else",
  "is the core. How to remove a feature: [optional features](../guides/features.md).",
];

const kinds: Readonly<Record<keyof Parts, string>> = {
  tables: "Tables",
  modules: "Modules",
  components: "Components",
  crons: "Crons",
  limits: "Rate limits",
  env: "Environment variables",
  flows: "Flows",
  routes: "Routes",
  docs: "Pages",
  tests: "Tests",
};

/**
 * Writes the page.
 * @param features every optional feature
 * @param partsOf what belongs to an owner, by its name
 */
export function featuresPage(
  features: readonly Feature[],
  partsOf: ReadonlyMap<string, Parts>,
): string {
  const sections = features.map(({ name, about, uses, packages }) => {
    const parts = partsOf.get(name);
    const rows = Object.entries(kinds).map(([kind, title]) => [
      title,
      parts?.[kind as keyof Parts] ?? [],
    ]) as [string, string[]][];
    rows.push(["npm packages", [...packages]]);
    rows.push(["Command", [`pnpm plop remove ${withUsers(name, features).join(" ")}`]]);
    const lines = rows
      .filter(([, names]) => names.length > 0)
      .map(([title, names]) => [title, names.map(shown).join(", ")]);
    const needs = uses.length === 0 ? "" : ` Uses ${uses.map((one) => `\`${one}\``).join(", ")}.`;
    return { title: name, lines: [`${about}${needs}`, "", ...table(["What", "Which"], lines)] };
  });
  const joins = features.flatMap(({ name, joins = {} }) =>
    Object.entries(joins).flatMap(([other, files]) =>
      files.map((file) => [`\`${name}\`, \`${other}\``, `\`${file}\``]),
    ),
  );
  if (joins.length > 0) {
    const lines = table(["Features", "File, removed with either of them"], joins);
    sections.push({ title: "Between two features", lines });
  }
  return pageOf("Features", intro, sections);
}

/** A feature and those that cannot do without it. */
function withUsers(name: string, features: readonly Feature[]): string[] {
  const users = features.filter(({ uses }) => uses.includes(name));
  return [...new Set([name, ...users.flatMap((user) => withUsers(user.name, features))])];
}

/** A page as a link, a test by its name, anything else as it is called. */
function shown(name: string): string {
  const file = name.slice(name.lastIndexOf("/") + 1);
  if (name.startsWith("docs/")) return `[${file}](../${name.slice("docs/".length)})`;
  return `\`${/\.test\.tsx?$/.test(name) ? file.replace(/\.test\.tsx?$/, "") : name}\``;
}
