// The flows as a page: what people do in the app, and what it asks the server for.
import type { AnyChapter, People } from "../flows/flow.ts";
import { nameOf } from "../flows/flows.ts";
import { pageOf, table } from "./markdown.ts";

const intro = [
  "What users do in the app, each with the server calls that it takes: three at most. The flows are in",
  "`packages/backend/flows/`. A test drives each through the official client on the embedded backend, counts its calls,",
  "and checks the result. To watch them: `pnpm --filter @repo/backend flows`.",
];

/**
 * Writes the flows.
 * @param chapters in the order of the page
 * @param uncovered public functions that no flow calls, each with the reason
 * @param untouched modules that no flow has reached
 */
export function flowsPage(
  chapters: readonly AnyChapter[],
  uncovered: Readonly<Record<string, string>>,
  untouched: readonly string[],
): string {
  return pageOf("User flows", intro, [
    ...chapters.map(({ title, flows, people }) => ({
      title,
      lines: [
        ...(people ? [introduced(people), ""] : []),
        ...table(
          ["Who", "Does", "Calls", "Files", "Result"],
          flows.map(({ actor, name, calls, files = 0, proves }) => [
            actor,
            name,
            calls.map((fn) => `\`${nameOf(fn)}\``).join(", "),
            files === 0 ? "" : String(files),
            proves,
          ]),
        ),
      ],
    })),
    {
      title: "In no flow",
      lines: table(
        ["Function", "Why"],
        [
          ...Object.entries(uncovered).map(([name, why]) => [`\`${name}\``, why]),
          ...untouched.map((module) => [`all of \`${module}\``, "no flow has reached it yet"]),
        ],
      ),
    },
  ]);
}

/** Who the people of a chapter are: `ann is a member · eve is an agent, and a member of support`. */
function introduced(people: People): string {
  const held = Object.entries(people).map(([name, { role, teams = {} }]) => {
    const inTeams = Object.entries(teams).map(([team, as]) => `, and ${an(as)} of ${team}`);
    return `${name} is ${an(role)}${inTeams.join("")}`;
  });
  return `People: ${held.join(" · ")}.`;
}

function an(role: string): string {
  return `${/^[aeiou]/.test(role) ? "an" : "a"} ${role}`;
}
