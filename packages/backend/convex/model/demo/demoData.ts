// What the demo consists of: people, teams, tasks and files.
import type { Id } from "../../_generated/dataModel";
import type { MutationCtx } from "../../_generated/server";
import type { Task } from "@repo/validators/tasks";

/** Colleagues of the demo accounts. They have no password, so nobody signs in as them. */
export const demoPeople = [
  { name: "Ines Ibarra", email: "ines@example.com", bio: "Keeps the workshop running." },
  { name: "Jo Jensen", email: "jo@example.com", bio: "Knows every knot." },
  { name: "Kim Kato", email: "kim@example.com", bio: "Sails on Saturdays." },
  { name: "Leo Lindt", email: "leo@example.com", bio: "Reads everything twice." },
] as const;

/** By address, because the accounts are created first. */
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
  /** The assignee has an unread notification of it. */
  isNews?: true;
}

/** The demo once its people and teams exist. */
export interface Demo {
  idOf: (address: DemoAddress) => Id<"users">;
  /** By the name of the team. */
  teams: ReadonlyMap<string, { id: Id<"teams">; ownerId: Id<"users"> }>;
}

/** What a feature adds to the demo. */
export type DemoPart = (ctx: MutationCtx, demo: Demo) => Promise<void>;

export interface DemoTeam {
  name: string;
  /** The first one owns it. */
  people: readonly DemoAddress[];
  tasks: readonly DemoTask[];
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
        isNews: true,
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
        isNews: true,
      },
      { title: "Return the atlas", status: "doing", priority: "high", by: admin, for: member },
      { title: "Catalogue the donations", status: "done", priority: "normal", by: admin },
    ],
  },
];

/** Files of the member's. */
export const demoFiles = [
  {
    name: "packing-list.txt",
    text: "Ropes\nFenders\nCharts of the bay\nA thermos, better two\n",
  },
  { name: "crew-2030.csv", text: "name,role\nInes,workshop\nJo,lines\nKim,regatta\n" },
] as const;
