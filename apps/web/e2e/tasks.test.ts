// Tasks: every flow on the board and in the list, and what two people see of each other.
import { expect } from "vitest";
import type { Page } from "playwright-core";

import type { App, Who } from "./app/app.ts";
import { Connection } from "./app/connection.ts";
import { flow, test } from "./app/test.ts";

/** The board of the team that the demo member owns. */
async function openBoard(
  app: App,
  who: Who = "member",
  before?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const page = await app.open(who, "/", before);
  await page.waitForURL(/\/t\/\w+\/tasks/);
  await page.getByRole("button", { name: /^Team:/ }).click();
  await page.getByRole("menuitemradio", { name: "Harbour crew" }).click();
  await column(page, "Open").getByText("Plan the summer regatta").waitFor();
  return page;
}

const column = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

const card = (page: Page, title: string) =>
  page.getByRole("article").filter({ has: page.getByRole("heading", { name: title }) });

async function createTask(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "New task" }).click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByRole("button", { name: "Create task" }).click();
  await dialog.waitFor({ state: "detached" });
}

async function moveTask(page: Page, title: string, to: string): Promise<void> {
  await card(page, title)
    .getByRole("button", { name: `Move “${title}”` })
    .last()
    .click();
  await page.getByRole("menuitem", { name: to }).click();
}

flow("add a task to a team", async (app, act) => {
  const page = await openBoard(app);
  await act(page, async () => {
    await createTask(page, "Paint the boat");
    await column(page, "Open").getByRole("heading", { name: "Paint the boat" }).waitFor();
  });
  await page.close();
});

flow("assign a task", async (app, act) => {
  const page = await openBoard(app);
  await card(page, "Paint the boat").getByRole("link").click();
  const sheet = page.getByRole("dialog", { name: "Paint the boat" });
  await act(page, async () => {
    await sheet.getByLabel("Assignee").selectOption({ label: "Ada Admin" });
  });
  const other = await app.open("admin", "/notifications");
  await other.getByText("Assigned to you: Paint the boat").waitFor();
  await other.close();
  await page.close();
});

flow("see the board of a team", async (app, act) => {
  const page = await app.open("member", "/notes");
  await page.getByRole("heading", { name: "Notes", level: 1 }).waitFor();
  await act(page, async () => {
    await page.getByRole("link", { name: "Tasks" }).click();
    await column(page, "Open").getByRole("list").waitFor();
  });
  await page.close();
});

flow("see the assigned tasks", async (app, act) => {
  const page = await openBoard(app, "admin");
  await act(page, async () => {
    await page.getByLabel("Assigned to").selectOption({ label: "Me" });
    await card(page, "Paint the boat").waitFor();
  });
  await page.close();
});

flow("start a task", async (app, act) => {
  const page = await openBoard(app, "admin");
  await act(page, async () => {
    await moveTask(page, "Paint the boat", "In progress");
    await column(page, "In progress").getByRole("heading", { name: "Paint the boat" }).waitFor();
  });
  await page.close();
});

flow("set a date, and see due tasks", async (app, act) => {
  const page = await openBoard(app);
  await card(page, "Paint the boat").getByRole("link").click();
  const sheet = page.getByRole("dialog", { name: "Paint the boat" });
  await sheet.getByLabel("Due").fill("2031-05-01T09:00");
  await act(page, async () => {
    await sheet.getByRole("button", { name: "Save" }).click();
    await sheet.waitFor({ state: "detached" });
  });
  await act(page, async () => {
    await page.getByLabel("Show").selectOption("due");
    await card(page, "Paint the boat").getByText("Due May 1").waitFor();
  });
  await page.close();
});

flow("search for a task", async (app, act) => {
  const page = await openBoard(app);
  await page.getByRole("button", { name: "List" }).click();
  await page.waitForURL(/view=list/);
  await act(page, async () => {
    await page.getByLabel("Search tasks").fill("boat");
    await page.waitForURL(/q=boat/);
    await card(page, "Paint the boat").waitFor();
  });
  await page.close();
});

flow("remove a task, and restore it", async (app, act) => {
  const page = await openBoard(app);
  await card(page, "Paint the boat").getByRole("link").click();
  await act(page, async () => {
    await page.getByRole("button", { name: "Move to trash" }).click();
    await card(page, "Paint the boat").waitFor({ state: "detached" });
  });
  await page.getByLabel("Show").selectOption("trash");
  await act(page, async () => {
    await page.getByRole("button", { name: "Restore: Paint the boat" }).click();
    await page.getByText("Task restored.").waitFor();
  });
  await page.getByLabel("Show").selectOption("all");
  await column(page, "In progress").getByRole("heading", { name: "Paint the boat" }).waitFor();
  await page.close();
});

test("two people see each other's moves at once, and their counts agree", async ({ app }) => {
  const [mine, theirs] = await Promise.all([openBoard(app), openBoard(app, "admin")]);
  await createTask(mine, "Wash the sails");
  await column(theirs, "Open").getByRole("heading", { name: "Wash the sails" }).waitFor();
  const { answers } = app.recordOf(theirs);
  const before = answers.length;
  await moveTask(mine, "Wash the sails", "In progress");
  await column(theirs, "In progress").getByRole("heading", { name: "Wash the sails" }).waitFor();
  // A move of somebody else is one answer, with both columns and the counts.
  expect(answers.slice(before)).toEqual(["tasks:board"]);
  const counts = async (page: Page) => ({
    open: await column(page, "Open").locator("header").innerText(),
    doing: await column(page, "In progress").locator("header").innerText(),
  });
  expect(await counts(theirs)).toEqual(await counts(mine));
  await Promise.all([mine.close(), theirs.close()]);
});

test("a card is dragged to another column, and dropped where it may not go it stays", async ({
  app,
}) => {
  const page = await openBoard(app);
  const dragged = column(page, "Open").getByRole("heading", { name: "Check the mooring lines" });
  await drag(page, "Check the mooring lines", "In progress");
  await column(page, "In progress")
    .getByRole("heading", { name: "Check the mooring lines" })
    .waitFor();
  expect(await dragged.count()).toBe(0);
  await page.close();
});

async function drag(page: Page, title: string, to: string): Promise<void> {
  const [from, target] = [
    await card(page, title).boundingBox(),
    await column(page, to).boundingBox(),
  ];
  if (!from || !target) throw new Error(`“${title}” or the column “${to}” is not on the page.`);
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + target.width / 2, target.y + 80, { steps: 8 });
  await page.mouse.up();
}

test("offline, the page says so and keeps what is typed; back online it catches up", async ({
  app,
}) => {
  let connection: Connection | undefined;
  const [mine, theirs] = await Promise.all([
    openBoard(app, "member", async (page) => (connection = await Connection.of(page))),
    openBoard(app, "admin"),
  ]);
  await mine.getByRole("button", { name: "New task" }).click();
  const dialog = mine.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill("Typed before the connection was lost");
  await connection?.cut();
  await mine.getByText("Connection lost").waitFor();
  await createTask(theirs, "Made meanwhile");
  await dialog.getByLabel("Description").fill("Typed without a connection");
  connection?.restore();
  // The window of the form hides the board from assistive technology.
  await mine.getByRole("heading", { name: "Made meanwhile", includeHidden: true }).waitFor();
  await mine.getByText("Connection lost").waitFor({ state: "detached" });
  expect(await dialog.getByLabel("Title").inputValue()).toBe(
    "Typed before the connection was lost",
  );
  expect(await dialog.getByLabel("Description").inputValue()).toBe("Typed without a connection");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await column(theirs, "Open")
    .getByRole("heading", { name: "Typed before the connection was lost" })
    .waitFor();
  await Promise.all([mine.close(), theirs.close()]);
});
