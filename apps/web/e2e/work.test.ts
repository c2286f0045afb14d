// What one person works with: notes, files, notifications.
import { api } from "@repo/backend/_generated/api";
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { Connection } from "./app/connection.ts";
import { pdfFile, picture, textFile } from "./app/files.ts";
import { flow, test } from "./app/test.ts";
import { addNote, note } from "./app/browser.ts";

flow("write a note", async (app, act) => {
  const page = await app.open("member", "/notes");
  await note(page, "Welcome").waitFor();
  await act(page, async () => {
    await addNote(page, " Milk ", "One litre");
    await note(page, "Milk").waitFor();
  });
  await page.close();
});

flow("change a note", async (app, act) => {
  const page = await app.open("member", "/notes");
  await page.getByRole("button", { name: "Edit Milk" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit note" });
  await dialog.getByLabel("Body").fill("Two litres");
  await act(page, async () => {
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Two litres").waitFor();
  });
  await page.close();
});

flow("remove a note", async (app, act) => {
  const page = await app.open("member", "/notes");
  await page.getByRole("button", { name: "Remove Milk" }).click();
  await act(page, async () => {
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await note(page, "Milk").waitFor({ state: "detached" });
  });
  await page.close();
});

test("a note that is refused is put back, and where something else was typed meanwhile, on request", async ({
  app,
}) => {
  const admin = await app.client("admin");
  const { _id: userId } = await (await app.client("member")).query(api.users.me, {});
  const allow = (rows: number | null) =>
    admin.mutation(api.quotas.changeForPerson, { userId, table: "notes", rows, bytes: null });
  await allow(0);
  let connection: Connection | undefined;
  const page = await app.open(
    "member",
    "/notes",
    async (page) => (connection = await Connection.of(page)),
  );
  await note(page, "Welcome").waitFor();
  const form = page.getByRole("form", { name: "New note" });
  const [title, body] = [form.getByLabel("Title"), form.getByLabel("Body")];
  await addNote(page, "Bread", "Two loaves");
  await expect.poll(() => title.inputValue()).toBe("Bread");
  expect(await body.inputValue()).toBe("Two loaves");
  await note(page, "Bread").waitFor({ state: "detached" });

  // The refusal comes when the connection is back.
  await connection?.cut();
  await form.getByRole("button", { name: "Add note" }).click();
  await title.fill("Butter");
  connection?.restore();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  expect([await title.inputValue(), await body.inputValue()]).toEqual(["Bread", "Two loaves"]);
  await allow(null);
  await form.getByRole("button", { name: "Add note" }).click();
  await note(page, "Bread").waitFor();
  await page.close();
});

const files = (page: Page) => page.getByRole("list", { name: "Your files" });
const uploads = (page: Page) => page.getByRole("list", { name: "Uploads" });

flow("upload a file", async (app, act) => {
  const page = await app.open("member", "/files");
  await page.getByText("Drop files here").waitFor();
  await act(page, async () => {
    await page.getByTestId("file-input").setInputFiles(textFile("milk.txt", "Two litres"));
    await files(page).getByText("milk.txt").waitFor();
  });
  await page.close();
});

test("files of several kinds go at once, and their previews run nothing", async ({ app }) => {
  const page = await app.open("member", "/files");
  await files(page).waitFor();
  const script = textFile("list.txt", "<script>top.hasRun = true</script>Ropes, two of them");
  await page
    .getByTestId("file-input")
    .setInputFiles([picture("boat.png"), script, pdfFile("rules.pdf", "No diving")]);
  for (const name of ["list.txt", "rules.pdf"]) await files(page).getByText(name).waitFor();
  const preview = async (name: string) => {
    await page.getByRole("button", { name: `Preview ${name}` }).click();
    return page.getByRole("dialog", { name });
  };
  const close = async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };

  const image = (await preview("boat.png")).getByRole("img", { name: "boat.png" });
  await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(1);
  await close();

  const text = await preview("list.txt");
  expect(await text.locator("iframe").getAttribute("sandbox")).toBe("");
  await text.frameLocator("iframe").getByText("Ropes, two of them").waitFor();
  expect(await page.evaluate(() => "hasRun" in window)).toBe(false);
  await close();

  const pdf = (await preview("rules.pdf")).locator("object");
  expect(await pdf.getAttribute("type")).toBe("application/pdf");
  // The browser's own viewer has it: not as a page, whose scripts would be of this origin.
  await expect
    .poll(() => page.frames().filter((frame) => frame.url().startsWith("blob:")).length)
    .toBe(1);
  const shownAs = (each: HTMLObjectElement) => each.contentDocument?.contentType;
  expect(await pdf.evaluate(shownAs)).toBe("application/pdf");
  await close();
  await page.close();
});

test("a file of 9 MB shows how much is sent, and arrives whole", async ({ app }) => {
  const page = await app.open("member", "/files");
  await files(page).waitFor();
  // On a slow line, as the bytes would otherwise be sent at once.
  const session = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4_000_000 };
  await session.send("Network.emulateNetworkConditions", line);
  const shares = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const seen: number[] = [];
        new MutationObserver((_, observer) => {
          const bar = document.querySelector("[role=progressbar]");
          const share = Number(bar?.getAttribute("aria-valuenow") ?? NaN);
          if (!Number.isNaN(share) && share !== seen.at(-1)) seen.push(share);
          if (bar === null && seen.length > 0) {
            observer.disconnect();
            resolve(seen);
          }
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
  );
  const bytes = 9_000_000;
  await page.getByTestId("file-input").setInputFiles(textFile("log.txt", "a line\n", bytes));
  await files(page).getByText("log.txt").waitFor();
  const seen = await shares;
  expect(seen.filter((share) => share > 0 && share < 100).length).toBeGreaterThan(2);
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  await page.getByText("9 MB").waitFor();
  await page.close();
});

test("an upload that is cancelled leaves nothing", async ({ app }) => {
  const page = await app.open("member", "/files");
  await files(page).waitFor();
  const session = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 };
  await session.send("Network.emulateNetworkConditions", line);
  await page.getByTestId("file-input").setInputFiles(textFile("slow.txt", "a line\n", 5_000_000));
  await uploads(page).getByRole("button", { name: "Cancel slow.txt" }).click();
  await uploads(page).waitFor({ state: "detached" });
  expect(await files(page).getByText("slow.txt").count()).toBe(0);
  await page.close();
});

test("a file that is too large or of another type is refused before anything is sent", async ({
  app,
}) => {
  const page = await app.open("member", "/files");
  await files(page).waitFor();
  const { calls } = app.recordOf(page);
  const before = calls.length;
  await page
    .getByTestId("file-input")
    .setInputFiles([
      textFile("huge.txt", "x", 11_000_000),
      { name: "page.html", mimeType: "text/html", buffer: Buffer.from("<script></script>") },
    ]);
  await expect.poll(() => uploads(page).getByRole("alert").count()).toBe(2);
  expect(calls.slice(before).filter(({ kind }) => kind !== "query")).toEqual([]);
  await page.close();
});

flow("move a file to the trash", async (app, act) => {
  const page = await app.open("member", "/files");
  const remove = async () => {
    await page.getByRole("button", { name: "Remove milk.txt" }).click();
    await files(page).getByText("milk.txt").waitFor({ state: "detached" });
  };
  await act(page, remove);
  await page.getByRole("button", { name: "Undo" }).click();
  await files(page).getByText("milk.txt").waitFor();
  await remove();
  await expect.poll(() => app.recordOf(page).isComplete).toBe(true);
  await page.close();
});

// In a tab of its own: the file is in the trash whatever became of the one that removed it.
flow("restore a file", async (app, act) => {
  const page = await app.open("member", "/files?show=trash");
  await act(page, async () => {
    await page.getByRole("button", { name: "Restore milk.txt" }).click();
    await page.getByText("The trash is empty.").waitFor();
  });
  await page.getByRole("tab", { name: "Files" }).click();
  await files(page).getByText("milk.txt").waitFor();
  await page.close();
});

flow("remove a file for good", async (app, act) => {
  const page = await app.open("member", "/files");
  await act(page, async () => {
    await page.getByRole("button", { name: "Remove milk.txt" }).click();
    await page.getByRole("tab", { name: "Trash" }).click();
    await page.getByRole("button", { name: "Remove milk.txt for good" }).click();
    await page.getByRole("button", { name: "Remove for good", exact: true }).click();
    await page.getByText("The trash is empty.").waitFor();
  });
  await page.close();
});

flow("read a notification", async (app, act) => {
  const page = await app.open("member", "/notifications");
  const marks = page.getByRole("button", { name: /^Mark “.+” as read$/ });
  await marks.first().waitFor();
  const unread = await marks.count();
  await act(page, async () => {
    await marks.first().click();
    await expect.poll(() => marks.count()).toBe(unread - 1);
  });
  await page.close();
});

flow("mark all as read", async (app, act) => {
  const page = await app.open("admin", "/notifications");
  await page.getByRole("button", { name: /^Notifications, \d+ unread$/ }).click();
  await act(page, async () => {
    await page.getByRole("dialog").getByRole("button", { name: "Mark all as read" }).click();
    await page.getByRole("button", { name: "Notifications", exact: true }).waitFor();
  });
  await page.close();
});

flow("turn the digest off", async (app, act) => {
  const page = await app.open("member", "/account");
  const digest = page.getByRole("switch", { name: /daily e-mail/ });
  await expect.poll(() => digest.isEnabled()).toBe(true);
  if (!(await digest.isChecked())) await digest.click();
  await expect.poll(() => digest.isChecked()).toBe(true);
  await act(page, async () => {
    await digest.click();
    await expect.poll(() => digest.isChecked()).toBe(false);
  });
  await page.reload();
  await digest.waitFor();
  await expect.poll(() => digest.isChecked()).toBe(false);
  await page.close();
});
