// The assistant: conversations, what it remembers, and its budget.
import { importRows, rowsOf, setVariables } from "@repo/backend/embedded/admin";
import { dayOf, usageLimits } from "@repo/validators/ai/usage";
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { flow, test } from "./app/test.ts";

const memories = (page: Page) => page.getByRole("list", { name: "Memories" });
const messages = (page: Page) => page.getByRole("list", { name: "Messages" });

async function send(page: Page, question: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your question" }).fill(question);
  await page.keyboard.press("Enter");
  await messages(page).getByText(question).waitFor();
}

const sendButton = (page: Page) => page.getByRole("button", { name: "Send", exact: true });

flow("store a memory", async (app, act) => {
  const page = await app.open("member", "/assistant/memory");
  await page.getByLabel("Something to remember").fill("I sail on Saturdays");
  await act(page, async () => {
    await page.getByRole("button", { name: "Remember" }).click();
    await memories(page).getByText("I sail on Saturdays").waitFor();
  });
  await page.close();
});

flow("ask the assistant", async (app, act) => {
  const page = await app.open("member", "/assistant");
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByRole("textbox", { name: "Your question" }).waitFor();
  await act(page, async () => {
    await send(page, "When do I sail?");
    await messages(page)
      .getByText(/^- I sail on Saturdays/)
      .waitFor();
  });
  await sendButton(page).waitFor();
  await page.getByText(/tokens left today/).waitFor();
  await page.close();
});

flow("stop a reply", async (app, act) => {
  const page = await app.open("member", "/assistant");
  await page.getByRole("link", { name: /When do I sail/ }).click();
  await messages(page)
    .getByText(/^- I sail on Saturdays/)
    .waitFor();
  // The first word of the reply takes longer than the test.
  await setVariables(app.backend, { AI_LOCAL_PAUSE_MS: "60000" });
  await act(page, async () => {
    await send(page, "Tell me a long story.");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("You stopped this reply.").waitFor();
    await sendButton(page).waitFor();
  });
  await setVariables(app.backend, { AI_LOCAL_PAUSE_MS: "" });
  await page.close();
});

flow("rename a conversation", async (app, act) => {
  const page = await app.open("member", "/assistant");
  await page.getByRole("link", { name: /When do I sail/ }).click();
  await page.getByRole("button", { name: "Rename conversation" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename conversation" });
  await dialog.getByRole("textbox").fill("Boats");
  await act(page, async () => {
    await dialog.getByRole("button", { name: "Rename conversation" }).click();
    await page.getByRole("heading", { name: "Boats", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Boats" }).waitFor();
  });
  await page.close();
});

flow("remove a conversation", async (app, act) => {
  const page = await app.open("member", "/assistant");
  await page.getByRole("button", { name: "Remove “Boats”" }).click();
  await act(page, async () => {
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await page.getByRole("link", { name: "Boats" }).waitFor({ state: "detached" });
  });
  await page.close();
});

flow("forget a memory", async (app, act) => {
  const page = await app.open("member", "/assistant/memory");
  await act(page, async () => {
    await page.getByRole("button", { name: "Forget “I sail on Saturdays”" }).click();
    await page.getByText("Nothing remembered yet").waitFor();
  });
  await page.close();
});

flow("forget all memories", async (app, act) => {
  const page = await app.open("member", "/assistant/memory");
  for (const text of ["I like teal.", "I live in Lyon."]) {
    await page.getByLabel("Something to remember").fill(text);
    await page.getByRole("button", { name: "Remember" }).click();
    await memories(page).getByText(text).waitFor();
  }
  await page.getByRole("button", { name: "Forget everything" }).click();
  await act(page, async () => {
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Forget everything" }).click();
    await page.getByText("Nothing remembered yet").waitFor();
  });
  await page.reload();
  await page.getByText("Nothing remembered yet").waitFor();
  await page.close();
});

test("a budget that is used up is said, and what was typed stays", async ({ app }) => {
  const users = await rowsOf(app.backend, "users");
  const me = users.find(({ email }) => email === "admin@example.com");
  const used = { tokens: usageLimits.tokensPerDay, reserved: 0, day: dayOf(Date.now()) };
  await importRows(app.backend, "usage", "replace", [{ ownerId: me?._id, ...used }]);
  const page = await app.open("admin", "/assistant");
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByText(/Today's budget is used up/).waitFor();
  const question = page.getByRole("textbox", { name: "Your question" });
  await question.fill("When do I sail?");
  await page.keyboard.press("Enter");
  await page.getByText("The question was not sent.").waitFor();
  expect(await question.inputValue()).toBe("When do I sail?");
  await page.close();
});
