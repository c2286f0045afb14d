// Every page of the app, from the files of `src/routes`: a new route is tested for accessibility and photographed
// without another line. What an address needs, such as a team, is listed here or by a feature in `e2e/parts`.
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { rowsOf } from "@repo/backend/embedded/admin";
import { api } from "@repo/backend/_generated/api";

import type { Page } from "playwright-core";

import type { App, Who } from "./app/app.ts";
import { loadParts, type Part } from "./app/part.ts";
import { until } from "./app/until.ts";
import { teamId } from "./teams.ts";

/** A page in one of its states. */
export interface ShownPage {
  /** Its address, as the name of a file. */
  name: string;
  path: string;
  who: Who;
}

const routes = join(import.meta.dirname, "..", "src", "routes");

/** What every app has, whatever features it is left with. */
export const core: Part = {
  params: { $team: teamId, $token: invitationToken, $empty: emptyTeam, $full: fullTeam },
  states: [
    "/invitation#$token",
    "/sign-in?mode=sign-up",
    "/sign-in?mode=reset",
    "/t/$team/tasks?view=list",
    "/t/$team/tasks?show=trash",
    "/t/$team/tasks?show=due",
    "/t/$team/members?tab=invitations",
    "/t/$team/members?tab=history",
    "/t/$team/members?tab=storage",
    "/t/$empty/tasks",
    "/t/$empty/members?tab=invitations",
    "/t/$full/tasks",
    "/t/$full/tasks?view=list",
    "/t/$full/members?tab=storage",
    "/t/no-such-team/tasks",
    "/no-such-page",
  ],
};

/** The addresses of all routes, with the names of their parameters: `/t/$team/tasks`. */
export function addressesOfRoutes(): string[] {
  const files = readdirSync(routes, { recursive: true, encoding: "utf8" });
  const addresses = files
    .filter((file) => file.endsWith(".tsx") && !file.startsWith("__root"))
    .map((file) => file.replace(/\.tsx$/, "").split(/[/.]/))
    .map((parts) => parts.filter((part) => part !== "index" && !part.startsWith("_")));
  return [...new Set(addresses.map((parts) => `/${parts.join("/")}`))].sort();
}

/**
 * All pages, in the states that are worth a look.
 * @throws Error when a route has a parameter that nobody gives a value to
 */
export async function allPages(app: App): Promise<ShownPage[]> {
  const parts = [core, ...(await loadParts())];
  const params = Object.assign({}, ...parts.map((part) => part.params)) as NonNullable<
    Part["params"]
  >;
  const addresses = [...addressesOfRoutes(), ...parts.flatMap(({ states }) => states ?? [])];
  const values = new Map<string, string>();
  for (const name of new Set(addresses.join(" ").match(/\$\w+/g))) {
    const find = params[name];
    if (!find) {
      throw new Error(
        `ROUTE_WITHOUT_PAGE: no part of e2e/parts says which ${name} ` +
          `${addresses.find((address) => address.includes(name))} is shown with.`,
      );
    }
    values.set(name, await find(app));
  }
  return addresses.map((address) => ({
    name: address === "/" ? "landing" : address.slice(1).replace(/\W+/g, "-"),
    path: address.replace(/\$\w+/g, (name) => values.get(name) ?? ""),
    who: whoSees(address),
  }));
}

function whoSees(address: string): Who {
  if (address === "/" || /^\/(sign-in|invitation(#|$))/.test(address)) return "visitor";
  return address.startsWith("/admin") ? "admin" : "member";
}

async function emptyTeam(app: App): Promise<string> {
  return await (await app.client("member")).mutation(api.teams.create, { name: "Just begun" });
}

const LONG_NAME = "Friends and neighbours of the old harbour and its lighthouse, founded long ago";
const MANY = 20;

/** A team with a long name, more long titles than fit on the screen, a quota that is nearly full, and a full one. */
async function fullTeam(app: App): Promise<string> {
  const client = await app.client("member");
  const teamId = await client.mutation(api.teams.create, { name: LONG_NAME.slice(0, 60) });
  for (let number = 1; number <= MANY; number += 1) {
    const title = `${number}. Talk about ${LONG_NAME.toLowerCase()} with everyone who comes by`;
    const dueAt = Date.now() - number * 86_400_000;
    await client.mutation(api.tasks.create, { teamId, title, priority: "high", dueAt });
  }
  const admin = await app.client("admin");
  for (const [table, rows] of [
    ["tasks", MANY + 2],
    ["invitations", 0],
  ] as const) {
    await admin.mutation(api.quotas.changeForTeam, { teamId, table, rows, bytes: null });
  }
  return teamId;
}

async function invitationToken(app: App): Promise<string> {
  const client = await app.client("member");
  const invited = { email: "nora@example.com", role: "member" } as const;
  await client.mutation(api.invitations.create, { teamId: await teamId(app), ...invited });
  return tokenIn((await rowsOf(app.backend, "emails")) as unknown as readonly Mail[]);
}

interface Mail {
  kind: string;
  text?: string;
}

/** The secret in the newest mailed invitation, as the dev mailbox has it. */
export function tokenIn(mails: readonly Mail[]): string {
  const mail = mails.findLast(({ kind }) => kind === "invitation");
  const [, token] = /\/invitation#([\w-]+)/.exec(mail?.text ?? "") ?? [];
  if (token === undefined) throw new Error("No invitation was mailed.");
  return token;
}

export const sizes = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
} as const;

export const themes = ["light", "dark"] as const;

/** The names of the sizes. */
export const sizeNames = ["desktop", "phone"] as const;

/** Opens a page, and waits until all of it is there. */
export async function openPage(app: App, { who, path }: ShownPage): Promise<Page> {
  const page = await app.open(who, path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // What is loading has a status of its own.
  await page.waitForFunction(() => {
    const statuses = [...document.querySelectorAll("[role=status]")];
    return !statuses.some(({ textContent }) => textContent.startsWith("Loading"));
  });
  const record = app.recordOf(page);
  await until(
    // Some pages need nothing of the backend.
    () => Promise.resolve(record.isQuiet),
    () => `${path} waits for ${record.unanswered.join(", ") || "nothing, but does not rest"}`,
  );
  return page;
}

/** Shows an open page in a size and a theme. */
export async function showAs(
  page: Page,
  size: keyof typeof sizes,
  colorScheme: (typeof themes)[number],
): Promise<void> {
  await page.setViewportSize(sizes[size]);
  await page.emulateMedia({ colorScheme });
  const isDark = colorScheme === "dark";
  await page.waitForFunction(
    (wanted) => document.documentElement.classList.contains("dark") === wanted,
    isDark,
  );
  // Colors change with the next frames.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}
