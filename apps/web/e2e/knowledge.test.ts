// Knowledge of a team: sources, search, and questions whose answers cite their passages.
import { zipOf } from "@repo/backend/flows/knowledge";
import type { Page } from "playwright-core";

import type { App } from "./app/app.ts";
import { textFile } from "./app/files.ts";
import { flow } from "./app/test.ts";
import { teamId } from "./teams.ts";

const RULES = "# Winter rules\n\nThe slipway closes at four in winter. Dogs stay on a lead.";

const sources = (page: Page) => page.getByRole("list", { name: "Sources" });
const source = (page: Page, title: string) =>
  sources(page).getByRole("listitem").filter({ hasText: title });
const ready = (page: Page, title: string) =>
  source(page, title).getByText("Ready", { exact: true }).waitFor();

async function openKnowledge(app: App, tab?: "Search" | "Ask"): Promise<Page> {
  const page = await app.open("member", `/t/${await teamId(app)}/knowledge`);
  await page.getByRole("button", { name: "Add a text" }).waitFor();
  if (tab) await page.getByRole("tab", { name: tab }).click();
  return page;
}

flow("add a text to a team's knowledge", async (app, act) => {
  const page = await openKnowledge(app);
  await page.getByRole("button", { name: "Add a text" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a text" });
  await dialog.getByLabel("Title").fill("Winter rules");
  await dialog.getByLabel("Text", { exact: true }).fill(RULES);
  await act(page, async () => {
    await dialog.getByRole("button", { name: "Add" }).click();
    await ready(page, "Winter rules");
  });
  await page.close();
});

flow("add a file to a team's knowledge", async (app, act) => {
  const page = await openKnowledge(app);
  const file = textFile("fuel.txt", "Fuel is sold at the south jetty until six.");
  await act(page, async () => {
    await page.getByTestId("knowledge-input").setInputFiles(file);
    await ready(page, "fuel");
  });
  await page.close();
});

flow("see a team's sources", async (app, act) => {
  const page = await openKnowledge(app);
  await act(page, async () => {
    await source(page, "Winter rules").getByRole("link").click();
    await page
      .getByRole("dialog", { name: "Winter rules" })
      .getByText(/closes at four/)
      .waitFor();
  });
  await page.close();
});

flow("replace the text of a source", async (app, act) => {
  const page = await openKnowledge(app);
  await source(page, "Winter rules").getByRole("link").click();
  const sheet = page.getByRole("dialog", { name: "Winter rules" });
  await sheet.getByRole("button", { name: "Edit" }).click();
  await sheet.getByLabel("Title").fill("Rules of the winter");
  await sheet.getByLabel("Text", { exact: true }).fill(RULES.replace("four", "five"));
  await act(page, async () => {
    await sheet.getByRole("button", { name: "Save" }).click();
    await page
      .getByRole("dialog", { name: "Rules of the winter" })
      .getByText(/closes at five/)
      .waitFor();
  });
  await page.close();
});

flow("search a team's knowledge", async (app, act) => {
  const page = await openKnowledge(app, "Search");
  await page.getByLabel("Search the team's knowledge").fill("When does the slipway close?");
  await act(page, async () => {
    await page.getByRole("button", { name: "Search", exact: true }).click();
    const [first] = await page.getByRole("list", { name: "Passages" }).getByRole("listitem").all();
    await first?.waitFor();
    await page.locator("mark").filter({ hasText: "slipway" }).first().waitFor();
  });
  await page.close();
});

flow("ask a team's knowledge", async (app, act) => {
  const page = await openKnowledge(app, "Ask");
  await page.getByLabel("Ask a question").fill("When does the slipway close?");
  const asked = page.getByRole("listitem").filter({ hasText: "When does the slipway close?" });
  await act(page, async () => {
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await asked.getByText(/Answered by/).waitFor();
  });
  await asked
    .getByRole("link", { name: /^Passage 1 in/ })
    .first()
    .click();
  await page.getByLabel("The cited passage").waitFor();
  await page.close();
});

flow("remove a question", async (app, act) => {
  const page = await openKnowledge(app, "Ask");
  await act(page, async () => {
    await page.getByRole("button", { name: "Remove “When does the slipway close?”" }).click();
    await page.getByText("When does the slipway close?").waitFor({ state: "detached" });
  });
  await page.close();
});

flow("import many pages at once", async (app, act) => {
  const page = await openKnowledge(app);
  const pages = zipOf({ "ropes.md": "# Ropes\n\nRopes are dried.", "oars.txt": "Oars are oiled." });
  const zip = {
    name: "boats.zip",
    mimeType: "application/zip",
    buffer: Buffer.from(pages),
  };
  await act(page, async () => {
    await page.getByTestId("knowledge-input").setInputFiles(zip);
    await Promise.all([ready(page, "ropes"), ready(page, "oars")]);
  });
  await page.close();
});

flow("see the result of an import", async (app, act) => {
  const page = await openKnowledge(app, "Ask");
  await act(page, async () => {
    await page.getByRole("tab", { name: "Sources" }).click();
    const imports = page.getByRole("list", { name: "Imports" });
    await imports.getByText(/2 of 2 ready/).waitFor();
  });
  await page.close();
});

flow("remove the record of an import", async (app, act) => {
  const page = await openKnowledge(app);
  await act(page, async () => {
    await page.getByRole("button", { name: "Dismiss the import of boats.zip" }).click();
    await page.getByRole("list", { name: "Imports" }).waitFor({ state: "detached" });
  });
  await ready(page, "oars");
  await page.close();
});

flow("remove a source", async (app, act) => {
  const page = await openKnowledge(app);
  await page.getByRole("button", { name: "Remove “Rules of the winter”" }).click();
  await act(page, async () => {
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await source(page, "Rules of the winter").waitFor({ state: "detached" });
  });
  await page.close();
});
