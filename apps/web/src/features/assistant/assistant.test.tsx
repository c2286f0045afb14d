// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { PublicMessage } from "@repo/validators/assistant/messages";
import type { PublicThread } from "@repo/validators/assistant/threads";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { Composer } from "./composer";
import { MemoryPage } from "./memory-page";
import { Message } from "./message";
import { ThreadHeader } from "./thread-header";
import { ThreadList } from "./thread-list";

const HOUR = 60 * 60 * 1000;
const thread = (more: object = {}) =>
  ({ _id: "thread1", _creationTime: 1000, title: "Ferns", reply: "done", ...more }) as PublicThread;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 10 * HOUR });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("the conversations", () => {
  testListStates({
    ui: <ThreadList />,
    list: api.threads.list,
    loading: "Loading conversations",
    empty: "No conversations yet.",
    rows: [thread()],
    shown: "Ferns",
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.threads.list, {}, [thread()]);
    const { router } = await renderPage(<ThreadList />, { convex });
    return { convex, router, user: userEvent.setup() };
  }

  test("start with a click, and open", async () => {
    const { convex, router, user } = await page();
    await user.click(screen.getByRole("button", { name: "New conversation" }));
    convex.calls[0]!.resolve("thread2");
    await waitFor(() => expect(router.history.location.pathname).toBe("/assistant/thread2"));
  });

  test("are gone at once when they are removed, and back when that is refused", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Remove “Ferns”" }));
    const question = within(screen.getByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(screen.queryByText("Ferns")).toBeNull());
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("Ferns")).toBeTruthy();
  });

  test("are renamed; what was typed stays when that is refused", async () => {
    const { convex } = await renderPage(<ThreadHeader thread={thread()} />);
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Rename conversation" }));
    const dialog = within(screen.getByRole("dialog"));
    const title = dialog.getByLabelText<HTMLInputElement>("Title");
    await user.type(title, " and moss");
    await user.click(dialog.getByRole("button", { name: "Rename conversation" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    expect(convex.calls[0]!.args).toEqual({ id: "thread1", title: "Ferns and moss" });
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    expect(await screen.findByText("The conversation was not renamed.")).toBeTruthy();
    expect(title.value).toBe("Ferns and moss");
  });
});

describe("the field for a question", () => {
  async function page(more: object = {}, used = 0) {
    const convex = new FakeConvex();
    const usage = { used, reserved: 0, limit: 200_000, resetsAt: 24 * HOUR };
    convex.answer(api.usage.get, { now: 10 * HOUR }, usage);
    await renderPage(<Composer thread={thread(more)} />, { convex });
    return { convex, user: userEvent.setup(), prompt: screen.getByLabelText("Your question") };
  }

  test("sends with Enter and is empty at once; what is refused is back", async () => {
    const { convex, user, prompt } = await page();
    await user.type(prompt, "Who?{Enter}");
    expect((prompt as HTMLTextAreaElement).value).toBe("");
    expect(convex.calls[0]!.args).toEqual({ threadId: "thread1", prompt: "Who?" });
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("The question was not sent.")).toBeTruthy();
    expect((prompt as HTMLTextAreaElement).value).toBe("Who?");
  });

  test("starts a line with Shift and Enter", async () => {
    const { convex, user, prompt } = await page();
    await user.type(prompt, "a{Shift>}{Enter}{/Shift}b");
    expect((prompt as HTMLTextAreaElement).value).toBe("a\nb");
    expect(convex.calls).toEqual([]);
  });

  test("offers to stop while a reply is written, and sends nothing then", async () => {
    const { convex, user, prompt } = await page({ reply: "writing" });
    await user.type(prompt, "Next{Enter}");
    expect(convex.calls).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Stop" }));
    expect(convex.calls[0]).toMatchObject({ name: "messages:stop" });
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    expect(await screen.findByText("The reply was not stopped.")).toBeTruthy();
  });

  test("says how much of the day's budget is left", async () => {
    await page({}, 50_000);
    expect(screen.getByText("150,000 of 200,000 tokens left today")).toBeTruthy();
  });

  test("says that the budget is used up", async () => {
    await page({}, 200_000);
    expect(screen.getByText(/^Today's budget is used up/)).toBeTruthy();
  });
});

describe("a reply", () => {
  const reply = (parts: object[]) =>
    ({ key: "1", role: "assistant", status: "success", parts }) as unknown as PublicMessage;

  test("shows each use of a tool as a step, with what it brought", async () => {
    const step = (state: string, more: object) => ({
      type: "tool-readTasks",
      toolCallId: state,
      state,
      input: { status: "open" },
      ...more,
    });
    await renderPage(
      <Message
        message={reply([
          step("input-available", {}),
          step("output-available", { output: "Paint the boat" }),
          step("output-error", { errorText: "No such team." }),
          { type: "text", text: "You have one task." },
        ])}
      />,
    );
    const steps = screen.getAllByRole("group").map((each) => each.querySelector("summary"));
    expect(steps.map((each) => each?.textContent)).toEqual([
      "Working…",
      "Read the team's tasks",
      "Read the team's tasksFailed: No such team.",
    ]);
    expect(screen.getByText(/Paint the boat/)).toBeTruthy();
    expect(screen.getByText("You have one task.")).toBeTruthy();
  });
});

describe("the memories", () => {
  const memory = (text: string) => ({ _id: `memory-${text}`, _creationTime: 1000, text });

  testListStates({
    ui: <MemoryPage />,
    list: api.memories.list,
    loading: "Loading memories",
    empty: "Nothing remembered yet",
    rows: [memory("Likes tea")],
    shown: "Likes tea",
  });

  async function page() {
    const convex = new FakeConvex();
    convex.answerPage(api.memories.list, {}, [memory("Likes tea"), memory("Likes moss")]);
    await renderPage(<MemoryPage />, { convex });
    return { convex, user: userEvent.setup() };
  }

  test("are forgotten one by one, at once; back when that is refused", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Forget “Likes tea”" }));
    expect(screen.queryByText("Likes tea")).toBeNull();
    convex.calls[0]!.reject(refusal("NOT_FOUND"));
    expect(await screen.findByText("Likes tea")).toBeTruthy();
    expect(screen.getByText("It was not forgotten.")).toBeTruthy();
  });

  test("are forgotten all at once, after a question", async () => {
    const { convex, user } = await page();
    await user.click(await screen.findByRole("button", { name: "Forget everything" }));
    expect(convex.calls).toEqual([]);
    const question = within(screen.getByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Forget everything" }));
    await waitFor(() => expect(screen.queryByText("Likes tea")).toBeNull());
    expect(convex.calls.map(({ name }) => name)).toEqual(["memories:forgetAll"]);
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("Likes tea")).toBeTruthy();
  });

  test("are added; what was typed stays when that is refused", async () => {
    const { convex, user } = await page();
    const field = screen.getByLabelText<HTMLInputElement>("Something to remember");
    await user.type(field, "Likes ferns");
    await user.click(screen.getByRole("button", { name: "Remember" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    convex.calls[0]!.reject(refusal("QUOTA_EXCEEDED", "There is no room for more."));
    expect(await screen.findByText("There is no room for more.")).toBeTruthy();
    expect(field.value).toBe("Likes ferns");
  });
});
