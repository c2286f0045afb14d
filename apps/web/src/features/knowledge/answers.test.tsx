// @vitest-environment happy-dom
import { api } from "@repo/backend/_generated/api";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { FakeConvex } from "@/testing/fake-convex";
import { refusal, testListStates } from "@/testing/list-states";
import { renderPage } from "@/testing/render";

import { KnowledgePage } from "./knowledge-page";
import { Questions } from "./questions";

const args = { teamId: "team1" };
const question = {
  _id: "question1",
  _creationTime: 1000,
  askedBy: "user1",
  question: "How many books?",
  status: "answered",
};
const text = "Members borrow five books for three weeks.";
const citation = {
  number: 1,
  sourceId: "source1",
  title: "Lending",
  start: 8,
  end: 25,
  isCurrent: true,
};
const answered = {
  ...question,
  answer: "Five books [1].",
  citations: [citation],
  model: "local",
};

afterEach(cleanup);

async function page(tab: string, more: (convex: FakeConvex) => void = () => {}) {
  const convex = new FakeConvex();
  convex.answer(api.knowledge.status, args, { index: "local:512", otherIndex: null });
  convex.answerPage(api.questions.list, args, [question]);
  convex.answer(api.questions.get, { id: "question1" }, answered);
  convex.answer(api.sources.get, { id: "source1" }, { title: "Lending", status: "ready" });
  convex.answer(api.sources.text, { id: "source1" }, text);
  more(convex);
  const { router } = await renderPage(<KnowledgePage />, {
    convex,
    page: {
      path: "t/$team/knowledge",
      address: `/t/team1/knowledge?tab=${tab}`,
      search: z.object({
        tab: z.string().optional(),
        source: z.string().optional(),
        from: z.number().optional(),
        to: z.number().optional(),
      }),
    },
  });
  return { convex, router, user: userEvent.setup() };
}

describe("the questions", () => {
  testListStates({
    ui: <Questions />,
    list: api.questions.list,
    args,
    loading: "Loading questions",
    empty: "No questions yet.",
    rows: [question],
    shown: "How many books?",
    prepare: (convex) => convex.answer(api.questions.get, { id: "question1" }, answered),
  });

  test("open the source at the passage that the answer cites", async () => {
    const { user } = await page("ask");
    const [inText] = await screen.findAllByRole("link", { name: "Passage 1 in “Lending”" });
    expect(inText!.textContent).toBe("[1]");
    await user.click(inText!);
    const source = within(await screen.findByRole("dialog", { name: "Lending" }));
    expect(source.getByLabelText("The cited passage").textContent).toBe("borrow five books");
  });

  test("do not open a source that has changed since", async () => {
    const old = { ...answered, citations: [{ ...citation, isCurrent: false }] };
    await page("ask", (convex) => convex.answer(api.questions.get, { id: "question1" }, old));
    expect(await screen.findByText(/The source has changed since/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: /^Passage 1/ })).toBeNull();
  });

  test("keep what was typed when they are refused", async () => {
    const { convex, user } = await page("ask");
    await user.type(await screen.findByLabelText("Ask a question"), "Where?");
    await user.click(screen.getByRole("button", { name: "Ask" }));
    await waitFor(() => expect(convex.calls).toHaveLength(1));
    convex.calls[0]!.reject(refusal("RATE_LIMITED"));
    expect(await screen.findByText("The question was not asked.")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Ask a question").value).toBe("Where?");
  });

  test("are gone at once when they are removed, and back when that is refused", async () => {
    const { convex, user } = await page("ask");
    await user.click(await screen.findByRole("button", { name: "Remove “How many books?”" }));
    expect(screen.queryByText("How many books?")).toBeNull();
    convex.calls[0]!.reject(refusal("FORBIDDEN"));
    expect(await screen.findByText("How many books?")).toBeTruthy();
  });
});

describe("the search", () => {
  async function search(answer: (convex: FakeConvex) => void) {
    const { convex, user } = await page("search");
    await user.type(await screen.findByLabelText("Search the team's knowledge"), "book{Enter}");
    await waitFor(() => expect(convex.calls[0]?.name).toBe("knowledge:search"));
    answer(convex);
    return user;
  }

  test("marks the words in the passages, and opens their source", async () => {
    const hit = { ...citation, headings: ["Rules"], text };
    const user = await search(({ calls }) => calls[0]!.resolve({ hits: [hit] }));
    const results = within(await screen.findByRole("list", { name: "Passages" }));
    expect(results.getByText("books").tagName).toBe("MARK");
    await user.click(results.getByRole("link", { name: "Lending › Rules" }));
    expect(await screen.findByRole("dialog", { name: "Lending" })).toBeTruthy();
  });

  test("says that nothing matches", async () => {
    await search(({ calls }) => calls[0]!.resolve({ hits: [] }));
    expect(await screen.findByText("No passage matches. Try other words.")).toBeTruthy();
  });

  test("says why it failed", async () => {
    await search(({ calls }) => calls[0]!.reject(refusal("RATE_LIMITED")));
    expect(await screen.findByText("The search failed.")).toBeTruthy();
  });
});

test("a note says that the model is local, and which key makes search semantic", async () => {
  await page("ask");
  expect((await screen.findByRole("complementary")).textContent).toContain("OPENAI_API_KEY");
});

test("no note stands there with another model", async () => {
  const other = { index: "openai:1536", otherIndex: null };
  await page("ask", (convex) => convex.answer(api.knowledge.status, args, other));
  await screen.findByText("How many books?");
  expect(screen.queryByRole("complementary")).toBeNull();
});
