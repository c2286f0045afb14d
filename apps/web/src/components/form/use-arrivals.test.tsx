// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";

import { useArrivals, type Arrival } from "./use-arrivals";

afterEach(cleanup);

/** A file on its way, which arrives when the test says so. */
function parcel() {
  let arrive: (arrival: Arrival) => void = () => {};
  const promise = new Promise<Arrival>((resolve) => (arrive = resolve));
  return { promise, arrive };
}

function form() {
  const onText = vi.fn<(name: "file", text: string) => void>();
  const { result } = renderHook(() => useArrivals<"file">(onText));
  return { onText, result };
}

describe("a file that is being sent", () => {
  test("is pending until it arrives", async () => {
    const { onText, result } = form();
    const { promise, arrive } = parcel();
    act(() => void result.current.wait("file", promise));
    expect(result.current.isPending).toBe(true);
    await act(async () => arrive({ text: "id1" }));
    expect(result.current.isPending).toBe(false);
    expect(onText.mock.calls).toEqual([["file", "id1"]]);
  });

  test("gives way to one that was chosen later, whichever arrives first", async () => {
    const { onText, result } = form();
    const [older, newer] = [parcel(), parcel()];
    act(() => void result.current.wait("file", older.promise));
    act(() => void result.current.wait("file", newer.promise));
    await act(async () => newer.arrive({ text: "new" }));
    await act(async () => older.arrive({ text: "old" }));
    expect(onText.mock.calls).toEqual([["file", "new"]]);
    expect(result.current.isPending).toBe(false);
  });

  test.each<["clear" | "drop"]>([["clear"], ["drop"]])("comes too late after %s", async (end) => {
    const { onText, result } = form();
    const { promise, arrive } = parcel();
    act(() => void result.current.wait("file", promise));
    act(() => (end === "clear" ? result.current.clear() : result.current.drop("file")));
    await act(async () => arrive({ text: "id1" }));
    expect(onText).not.toHaveBeenCalled();
    expect(result.current.isPending).toBe(false);
  });

  test("may fail: the reason is shown until the next attempt", async () => {
    const { onText, result } = form();
    await act(async () => result.current.wait("file", Promise.resolve({ failure: "Too large." })));
    expect(result.current.hasFailed).toBe(true);
    expect(result.current.of("file").failure).toBe("Too large.");
    expect(onText).not.toHaveBeenCalled();
    await act(async () => result.current.wait("file", Promise.resolve({ text: "id1" })));
    expect(result.current.hasFailed).toBe(false);
    expect(onText.mock.calls).toEqual([["file", "id1"]]);
  });
});
