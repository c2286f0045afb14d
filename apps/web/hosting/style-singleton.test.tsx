// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { styleSingleton } from "./style-singleton";

afterEach(cleanup);

const rules = () =>
  document.adoptedStyleSheets.flatMap(({ cssRules }) =>
    Array.from(cssRules).map(({ cssText }) => cssText),
  );

test("rules apply once while any component asks for them", () => {
  const Sheet = styleSingleton();
  const sheet = <Sheet styles="body { overflow: hidden }" />;
  const one = render(sheet);
  const other = render(sheet);
  expect(rules()).toEqual([expect.stringContaining("overflow: hidden")]);
  one.unmount();
  expect(rules()).toHaveLength(1);
  other.unmount();
  expect(rules()).toEqual([]);
});

test("sheets of several kinds do not replace each other", () => {
  const [Window, Bar] = [styleSingleton(), styleSingleton()];
  const { unmount } = render(<Window styles="body { overflow: hidden }" />);
  render(<Bar styles="body { margin: 0 }" />);
  unmount();
  expect(rules()).toEqual([expect.stringContaining("margin: 0")]);
});
