// @vitest-environment happy-dom
import { PAGE_SIZE } from "@repo/validators/pagination";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { layOut } from "@/testing/layout";

import { task } from "./testing";
import { VirtualTasks } from "./lists/virtual-tasks";

const tasks = Array.from({ length: 500 }, (_, number) => task(number));

function list(options: Partial<Parameters<typeof VirtualTasks>[0]> = {}) {
  return (
    <>
      <input aria-label="Elsewhere" />
      <VirtualTasks
        label="Tasks"
        tasks={tasks}
        canLoadMore={false}
        onLoadMore={() => {}}
        Row={({ task: { title } }) => <button>{title}</button>}
        {...options}
      />
    </>
  );
}

beforeEach(() => layOut({ row: 80, list: 800 }));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("a long list", () => {
  test("asks for more once its end comes near, and not before", () => {
    const onLoadMore = vi.fn();
    const { rerender } = render(list({ canLoadMore: true, onLoadMore }));
    expect(onLoadMore).not.toHaveBeenCalled();
    // The first page of a column waits until it is scrolled.
    rerender(list({ canLoadMore: true, onLoadMore, tasks: tasks.slice(0, PAGE_SIZE) }));
    expect(onLoadMore).not.toHaveBeenCalled();
    rerender(list({ canLoadMore: true, onLoadMore, tasks: tasks.slice(0, 16) }));
    expect(onLoadMore).toHaveBeenCalledOnce();
  });

  test("says to screen readers how long it is, and where a row stands in it", () => {
    render(list());
    const [first] = screen.getAllByRole("listitem");
    expect(first?.getAttribute("aria-setsize")).toBe("500");
    expect(first?.getAttribute("aria-posinset")).toBe("1");
  });

  test("gives the focus to the task that was moved here, unless something has it", async () => {
    const { rerender } = render(list());
    rerender(list({ revealed: { id: "task3" } }));
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Task 3"));
    screen.getByLabelText("Elsewhere").focus();
    rerender(list({ revealed: { id: "task4" } }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Elsewhere");
  });
});
