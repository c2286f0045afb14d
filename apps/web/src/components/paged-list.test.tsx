// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { UsePaginatedQueryResult } from "convex/react";
import { memo, useState } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { PagedList } from "./paged-list";

afterEach(cleanup);

interface Row {
  _id: string;
}
const paged = (names: string[], status = "Exhausted", loadMore = vi.fn()) => {
  const results = names.map((_id) => ({ _id }));
  return { results, status, loadMore } as unknown as UsePaginatedQueryResult<Row>;
};

/** Rows with a button that removes them, and one that goes after its work. */
function Page({ names }: { names: string[] }) {
  const [shown, setShown] = useState(names);
  const [read, setRead] = useState<string[]>([]);
  return (
    <main>
      <h1 tabIndex={-1}>Title</h1>
      <button onClick={() => setShown((all) => all.slice(1))}>Others remove the first</button>
      <PagedList rows={paged(shown)} label="Rows" loading="Loading" empty="Nothing here.">
        {({ _id: name }) => (
          <li key={name} tabIndex={-1} aria-label={name}>
            {!read.includes(name) && (
              <button onClick={() => setRead([...read, name])}>Read {name}</button>
            )}
            <button onClick={() => setShown((all) => all.filter((each) => each !== name))}>
              Remove {name}
            </button>
          </li>
        )}
      </PagedList>
    </main>
  );
}

const nameOfFocused = () =>
  document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent;

const click = async (name: string) => {
  await userEvent.setup().click(screen.getByRole("button", { name }));
};

test("focuses the next row when one is removed", async () => {
  render(<Page names={["a", "b", "c"]} />);
  await click("Remove b");
  await waitFor(() => expect(nameOfFocused()).toBe("c"));
});

test("focuses the row before when the last one is removed", async () => {
  render(<Page names={["a", "b"]} />);
  await click("Remove b");
  await waitFor(() => expect(nameOfFocused()).toBe("a"));
});

test("focuses the title when no row is left", async () => {
  render(<Page names={["a"]} />);
  await click("Remove a");
  await waitFor(() => expect(nameOfFocused()).toBe("Title"));
  expect(screen.getByText("Nothing here.")).toBeTruthy();
});

test("focuses the row when its button goes", async () => {
  render(<Page names={["a", "b"]} />);
  await click("Read a");
  await waitFor(() => expect(nameOfFocused()).toBe("a"));
});

test("leaves the focus where it is when others remove a row", async () => {
  render(<Page names={["a", "b"]} />);
  screen.getByRole("button", { name: "Remove a" }).focus();
  await click("Others remove the first");
  await waitFor(() => expect(screen.queryByText("Remove a")).toBeNull());
  expect(nameOfFocused()).toBe("Others remove the first");
});

test("shows a button for more, also while the rows at hand are none", async () => {
  const loadMore = vi.fn();
  render(
    <PagedList
      rows={paged([], "CanLoadMore", loadMore)}
      label="Rows"
      loading="Loading"
      empty="Nothing here."
    >
      {({ _id: name }) => <li key={name}>{name}</li>}
    </PagedList>,
  );
  expect(screen.queryByText("Nothing here.")).toBeNull();
  await click("Load more");
  expect(loadMore).toHaveBeenCalledOnce();
});

test("draws only the rows that have changed, though all of them are new objects", () => {
  const draw = vi.fn();
  const Line = memo(function Line({ row }: { row: Row & { title?: string } }) {
    draw(row._id);
    return <li>{row.title}</li>;
  });
  const page = (rows: UsePaginatedQueryResult<Row>) => (
    <PagedList rows={rows} label="Rows" loading="Loading" empty="Nothing here.">
      {(row) => <Line key={row._id} row={row} />}
    </PagedList>
  );
  const { rerender } = render(page(paged(["a", "b", "c"])));
  draw.mockClear();
  const next = paged(["a", "b", "c"]);
  Object.assign(next.results[1]!, { title: "changed" });
  rerender(page(next));
  expect(draw.mock.calls).toEqual([["b"]]);
});
