// The first page of a new project: what of the template's first page holds for every project made from it.
import type { Choices } from "./input.ts";

const KEPT = ["Two commands", "What is inside", "Deploy"];

/**
 * The first page of a new project.
 * @param page the first page of the template
 * @param version the template's version
 */
export function readmeText(page: string, { title, tooling }: Choices, version: string): string {
  const sections = page.split(/\n(?=## )/).filter((section) => {
    return KEPT.includes(/^## (.*)/.exec(section)?.[1] ?? "");
  });
  const packed =
    "vendor/               the tooling: embedded backend, `pnpm dev`, mechanics of the generators\n";
  const kept = sections.map((section) =>
    tooling === "vendor" ? section.replace(/^(?=docs\/ )/m, packed) : section,
  );
  return [
    `# ${title}\n`,
    `Started from Groundwork ${version}, a template for apps on [Convex](https://convex.dev).\n`,
    ...kept,
    "## More\n",
    "[AGENTS.md](AGENTS.md) says where to change what. [docs/README.md](docs/README.md) lists all pages.",
    "The [update guide](docs/guides/get-updates.md) shows how to apply later changes of the template.\n",
  ].join("\n");
}
