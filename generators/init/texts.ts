// The texts of a new project that take the place of the template's.

/** The first page of a new project. */
export function readmeText(title: string, template: { name: string; version: string }): string {
  return `# ${title}

Started from ${template.name} ${template.version}, a template for full-stack TypeScript apps on
[Convex](https://convex.dev).

## Commands

\`\`\`sh
pnpm dev
\`\`\`

installs the dependencies, starts the backend and the web app, and prints the address and the demo accounts.

| To                                                        | run                                                   |
| --------------------------------------------------------- | ----------------------------------------------------- |
| run every test                                            | \`pnpm test\`                                         |
| check format, lint, types, boundaries and generated files | \`pnpm check\`                                        |
| add a table or a function                                 | \`pnpm plop\` ([guide](docs/guides/generators.md))    |
| deploy                                                    | [deployment guide](docs/guides/deploy.md)             |
| apply later changes of the template                       | [update guide](docs/guides/get-updates.md)            |

[AGENTS.md](AGENTS.md) says where to change what, and [docs/README.md](docs/README.md) lists all pages.
`;
}

/** A changelog without entries. Its newest version is the one in `package.json`. */
export const changelogText = `# Changelog

What changed for users, newest first, in the form of [Keep a Changelog](https://keepachangelog.com).

## 0.0.0 · unreleased
`;
