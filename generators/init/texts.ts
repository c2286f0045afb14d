// The texts of a new project that take the place of the template's.

/** Sections of the template's first page that hold for every project made from it. */
const KEPT = ["Two commands", "What is inside", "Deploy"];

/**
 * The first page of a new project.
 * @param title what the app is called
 * @param page the first page of the template
 * @param version the template's version
 */
export function readmeText(title: string, page: string, version: string): string {
  const sections = page.split(/\n(?=## )/).filter((section) => {
    return KEPT.includes(/^## (.*)/.exec(section)?.[1] ?? "");
  });
  return [
    `# ${title}\n`,
    `Started from Groundwork ${version}, a template for apps on [Convex](https://convex.dev).\n`,
    ...sections,
    "## More\n",
    "[AGENTS.md](AGENTS.md) says where to change what. [docs/README.md](docs/README.md) lists all pages.",
    "The [update guide](docs/guides/get-updates.md) shows how to apply later changes of the template.\n",
  ].join("\n");
}

/** A changelog without entries. Its newest version is the one in `package.json`. */
export const changelogText = `# Changelog

What changed for users, newest first, in the form of [Keep a Changelog](https://keepachangelog.com).

## 0.0.0 · unreleased
`;
