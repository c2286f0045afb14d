// What the lively demo consists of: people, teams, tasks, knowledge worth asking about, a conversation.
import type { NoteInput } from "@repo/validators/notes";
import type { SourceTextInput } from "@repo/validators/sources";
import type { Task } from "@repo/validators/tasks";

/** The newest note is shown first, so the first to be read stands last. */
export const demoNotes: readonly NoteInput[] = [
  {
    title: "Make it yours",
    body: "The functions behind this page are in packages/backend/convex.",
  },
  { title: "Open a second tab", body: "Add a note there, and it appears here without a reload." },
  { title: "Welcome", body: "This note is yours alone. Change it, or add another." },
];

/** Colleagues of the demo accounts. They have no password, so nobody signs in as them. */
export const demoPeople = [
  { name: "Ines Ibarra", email: "ines@example.com", bio: "Keeps the workshop running." },
  { name: "Jo Jensen", email: "jo@example.com", bio: "Knows every knot." },
  { name: "Kim Kato", email: "kim@example.com", bio: "Sails on Saturdays." },
  { name: "Leo Lindt", email: "leo@example.com", bio: "Reads everything twice." },
] as const;

/** By address, as the accounts are made first. */
export type DemoAddress =
  "admin@example.com" | "member@example.com" | (typeof demoPeople)[number]["email"];

export interface DemoTask {
  title: string;
  description?: string;
  status: Task["status"];
  priority: Task["priority"];
  by: DemoAddress;
  for?: DemoAddress;
  /** In days from now; negative for overdue. */
  dueInDays?: number;
  isInTrash?: true;
}

export interface DemoTeam {
  name: string;
  /** The first one owns it. */
  people: readonly DemoAddress[];
  tasks: readonly DemoTask[];
  sources: readonly Pick<SourceTextInput, "title" | "kind" | "text">[];
}

const member = "member@example.com";
const admin = "admin@example.com";

export const demoTeams: readonly DemoTeam[] = [
  {
    name: "Harbour crew",
    people: [member, admin, "ines@example.com", "jo@example.com", "kim@example.com"],
    tasks: [
      {
        title: "Order anti-fouling paint",
        description: "Two tins of the blue one. The supplier closes on Friday.",
        status: "open",
        priority: "high",
        by: "ines@example.com",
        for: member,
        dueInDays: 2,
      },
      {
        title: "Check the mooring lines",
        status: "open",
        priority: "normal",
        by: member,
        for: "jo@example.com",
        dueInDays: -1,
      },
      { title: "Plan the summer regatta", status: "open", priority: "low", by: "kim@example.com" },
      {
        title: "Repair the jetty lights",
        description: "The third one flickers when it rains.",
        status: "doing",
        priority: "high",
        by: member,
        for: "ines@example.com",
        dueInDays: 5,
      },
      { title: "Renew the insurance", status: "done", priority: "normal", by: admin, for: member },
      { title: "Buy a second crane", status: "cancelled", priority: "low", by: "jo@example.com" },
      {
        title: "Print paper charts",
        status: "open",
        priority: "low",
        by: "kim@example.com",
        isInTrash: true,
      },
    ],
    sources: [
      {
        title: "Harbour rules",
        kind: "markdown",
        text: [
          "# Harbour rules",
          "## Opening hours",
          "The office opens at seven in the morning, and on Sundays at nine. The gate closes at ten in the evening; after that, members use the code that changes on the first of each month.",
          "## Berths",
          "A guest berth costs 18 euros a night for boats up to nine metres, and 2 euros for each further metre. Guests pay at the office before eleven.",
          "## Safety",
          "Fuel is handled at the south jetty only. After any spill, call channel 9 at once. Life jackets are worn on all jetties by children under twelve.",
        ].join("\n\n"),
      },
      {
        title: "How to use the crane",
        kind: "markdown",
        text: [
          "# How to use the crane",
          "The crane lifts six tonnes. Two people are needed: one at the controls, one with the lines.",
          "1. Book a slot with Ines, at least two days ahead.\n2. Take the mast down if the boat is longer than eight metres.\n3. Nobody stands under the load.",
          "In winds above six Beaufort the crane stays locked.",
        ].join("\n\n"),
      },
    ],
  },
  {
    name: "Reading room",
    people: [admin, member, "leo@example.com"],
    tasks: [
      {
        title: "Choose the book for May",
        status: "open",
        priority: "normal",
        by: "leo@example.com",
        for: admin,
        dueInDays: 10,
      },
      { title: "Return the atlas", status: "doing", priority: "high", by: admin, for: member },
      { title: "Catalogue the donations", status: "done", priority: "normal", by: admin },
    ],
    sources: [
      {
        title: "Lending",
        kind: "text",
        text: "Books are lent for four weeks, and twice as long in summer. A book that somebody else waits for is not renewed. Lost books are replaced, or paid with 15 euros.",
      },
    ],
  },
];

/** A conversation of the member's, which has been answered. */
export const demoThread = {
  title: "Guests this weekend",
  question: "What does a guest berth cost for a boat of eleven metres?",
  answer:
    "A guest berth costs 18 euros a night up to nine metres and 2 euros for each further metre, so 22 euros for eleven metres.",
};

/** Files of the member's. */
export const demoFiles = [
  {
    name: "packing-list.txt",
    text: "Ropes\nFenders\nCharts of the bay\nA thermos, better two\n",
  },
  { name: "crew-2030.csv", text: "name,role\nInes,workshop\nJo,lines\nKim,regatta\n" },
] as const;
