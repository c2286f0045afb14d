// The page of what remains of a person who removed their account.
import type { Bound, Remains } from "../convex/lib/remains.ts";
import { pageOf, table } from "./markdown.ts";

const intro = [
  "What can still be found of a person after their account was removed, from",
  "`packages/backend/convex/model/platform/remains.ts`. Everything else is removed with the account, as",
  "the [removal rules](tables.md#removal-rules) say: rows, files, sessions, conversations, and data that is stored under",
  "their address. `packages/backend/tests/platform/remains.test.ts` removes a person with rows in every table, searches",
  "all stored data, and lets the time pass. Days are counted from the removal.",
];

const outside = [
  "What no function of the app reaches:",
  "",
  "- Convex keeps what a scheduled function was given, an address or an id in it, for 7 days after it ran.",
  "- The app writes no name and no address to the log of a deployment, except in a demo, which prints its",
  "  e-mails, and where a mail service names an address in an error. Operators decide how long they keep logs,",
  "  exports and backups.",
  "- An e-mail that was sent is in somebody's mailbox.",
];

/**
 * Writes the page.
 * @param places what remains, by place
 * @param written what holds for every text of a table whose rows people create
 */
export function remainsPage(
  places: { readonly [place: string]: Remains },
  written: Remains,
): string {
  const all = Object.entries(places);
  const rows = (stays: boolean) =>
    all
      .filter(([, { until }]) => (until === "theirs") === stays)
      .map(([place, { what, why, until, ofOwnTeam }]) => [
        `\`${place}\``,
        what,
        why,
        ...(until === "theirs" ? [] : [boundText(until)]),
        ...(stays ? [ofOwnTeam === undefined ? "at once" : boundText(ofOwnTeam)] : []),
      ]);
  const { what, why } = written;
  const others = ["every other text of a table in which users create rows", what, why, "at once"];
  return pageOf("What remains of a removed person", intro, [
    {
      title: "Until it expires",
      lines: table(["Where", "What", "Why", "Removed after"], rows(false)),
    },
    {
      title: "In the work of others",
      lines: [
        "The work of others stays for as long as its team, or its author, keeps it. The person's own rows, and teams that",
        "are removed with them, are removed.",
        "",
        ...table(
          ["Where", "What", "Why", "In a team that is removed with them"],
          [...rows(true), others],
        ),
      ],
    },
    { title: "Elsewhere", lines: outside },
  ]);
}

function boundText({ days, by }: Bound): string {
  return `${days} days: \`${by}\``;
}
