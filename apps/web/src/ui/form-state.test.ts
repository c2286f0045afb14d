import { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";

import { FormState, type Arrival } from "./form-state.ts";

/** A file on its way, which arrives when the test says so. */
function parcel() {
  let arrive: (arrival: Arrival) => void = () => {};
  const promise = new Promise<Arrival>((resolve) => (arrive = resolve));
  return { promise, arrive };
}

describe("a file that is being sent", () => {
  test("is pending until it arrives", async () => {
    const form = new FormState({ title: "", file: "" });
    const { promise, arrive } = parcel();
    const filled = form.fill("file", promise);
    expect(form.snapshot().pending).toEqual(["file"]);
    expect(form.isTouched).toBe(true);
    arrive({ text: "id1" });
    await filled;
    expect(form.snapshot()).toMatchObject({ pending: [], values: { title: "", file: "id1" } });
  });

  test("gives way to one that was chosen later, whichever arrives first", async () => {
    const form = new FormState({ file: "" });
    const [older, newer] = [parcel(), parcel()];
    const filled = [form.fill("file", older.promise), form.fill("file", newer.promise)];
    newer.arrive({ text: "new" });
    await filled[1];
    older.arrive({ text: "old" });
    await filled[0];
    expect(form.snapshot()).toMatchObject({ pending: [], values: { file: "new" } });
  });

  test.each<[string, (form: FormState<{ file: string }>) => void]>([
    ["the form starts over", (form) => form.clear()],
    ["it is taken away", (form) => form.change("file", "")],
  ])("comes too late when %s", async (_, act) => {
    const form = new FormState({ file: "" });
    const { promise, arrive } = parcel();
    const filled = form.fill("file", promise);
    act(form);
    arrive({ text: "id1" });
    await filled;
    expect(form.snapshot()).toMatchObject({ pending: [], values: { file: "" } });
  });

  test("may fail: the value stays, and the reason is shown until the next attempt", async () => {
    const form = new FormState({ file: "there" });
    await form.fill("file", Promise.resolve({ failure: "Too large." }));
    expect(form.snapshot()).toMatchObject({
      values: { file: "there" },
      failed: { file: "Too large." },
    });
    await form.fill("file", Promise.resolve({ text: "id1" }));
    expect(form.snapshot().failed.file).toBeUndefined();
  });
});

describe("what the server refuses", () => {
  const refusal = (paths: string[]) =>
    new ConvexError({
      code: "INVALID",
      message: "no",
      issues: paths.map((path) => ({ path, message: `${path} is wrong` })),
    });

  test("stands beside its field until that is changed", () => {
    const form = new FormState({ title: "a", tags: "b" });
    form.refuse(refusal(["title", "tags.1", "tags.2", "ownerId"]));
    expect(form.snapshot().refused).toEqual({ title: "title is wrong", tags: "tags.1 is wrong" });
    form.change("title", "c");
    expect(form.snapshot().refused.title).toBeUndefined();
    expect(form.snapshot().refused.tags).toBe("tags.1 is wrong");
  });

  test("may be about no field", () => {
    const form = new FormState({ title: "a" });
    expect(form.refuse(new Error("lost"))).toEqual({});
    expect(form.refuse(new ConvexError({ code: "CONFLICT", message: "no" }))).toEqual({});
  });
});
