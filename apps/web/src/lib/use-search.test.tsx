// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useAddressSearch } from "./use-search.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** The hook with an address beside it, which the test can change as a link does. */
function searching(start?: string) {
  const asked: (string | undefined)[] = [];
  const { result } = renderHook(() => {
    const [address, setAddress] = useState(start);
    const search = useAddressSearch(address, (words) => {
      asked.push(words);
      setAddress(words);
    });
    return { ...search, address, setAddress };
  });
  const type = (text: string) => act(() => result.current.setText(text));
  const pause = () => act(() => vi.runAllTimers());
  return { asked, result, type, pause };
}

test("the address gets the words once the typing pauses, and none when the field is emptied", () => {
  const { asked, type, pause } = searching();
  type("a");
  type("an ");
  expect(asked).toEqual([]);
  pause();
  type(" ");
  pause();
  expect(asked).toEqual(["an", undefined]);
});

test("a link that changes the address changes what is typed, and asks for nothing more", () => {
  const { asked, result, type, pause } = searching("ann");
  expect(result.current.text).toBe("ann");
  type("bob");
  act(() => result.current.setAddress("eve"));
  pause();
  expect(result.current.text).toBe("eve");
  expect(asked).toEqual([]);
  act(() => result.current.setAddress(undefined));
  pause();
  expect(result.current.text).toBe("");
});

test("words that are typed while the address is still changing stay", () => {
  const asked: (string | undefined)[] = [];
  const onPause = (words: string | undefined) => void asked.push(words);
  const { result, rerender } = renderHook((address: string) => useAddressSearch(address, onPause), {
    initialProps: "",
  });
  act(() => result.current.setText("an"));
  act(() => vi.runAllTimers());
  act(() => result.current.setText("ann"));
  rerender("an");
  expect(result.current.text).toBe("ann");
  act(() => vi.runAllTimers());
  expect(asked).toEqual(["an", "ann"]);
});
