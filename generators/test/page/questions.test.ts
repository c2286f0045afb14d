// Questions of generators that no test asks in a terminal: each answer is judged as it is typed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { askEmail } from "@groundwork/convex-generators/email/questions";
import { askPage } from "@groundwork/convex-generators/page/questions";
import type { Io } from "@groundwork/plop-engine/io";
import { answering } from "../answering.ts";
import { copyRepository } from "../repository.ts";

let repository: ReturnType<typeof copyRepository>;
beforeAll(() => void (repository = copyRepository()));
afterAll(() => repository.remove());

const io = () => ({ root: repository.root }) as Io;

test("an e-mail is asked for its values, its words and its link", async () => {
  const { inquirer, refused } = answering(
    ...["order shipped", "order-shipped"],
    ...["number:strng", "number:string(1..40)", ""],
    ...["Order {numbr}", "Order {number}"],
    ...["", "account", true],
  );
  expect(await askEmail(inquirer, io(), {})).toEqual({
    ...{ name: "order-shipped", values: ["number:string(1..40)"], subject: "Order {number}" },
    ...{ link: "account", optional: true },
  });
  expect(refused).toEqual([
    expect.stringContaining("ASCII"),
    expect.stringContaining('Did you mean "string"?'),
    expect.stringContaining('has no value "numbr"'),
  ]);
});

test("a page is asked for its place and what it calls", async () => {
  const { inquirer, refused } = answering(
    ...["My Notes", "my-notes", "signed-in"],
    ...["notes.lst", "notes.get", "notes.list", ""],
  );
  expect(await askPage(inquirer, io(), {})).toEqual({
    ...{ path: "my-notes", under: "signed-in", query: "notes.list" },
  });
  expect(refused).toEqual([
    expect.stringContaining("words in lower case"),
    expect.stringContaining('Did you mean "notes.list"?'),
    expect.stringContaining('needs "id"'),
  ]);
});
