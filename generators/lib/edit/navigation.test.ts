import { describe, expect, test } from "vitest";
import type { Fragment } from "../model.ts";
import { addFragments, removeFragments } from "./fragments.ts";

const item: Fragment = {
  kind: "navItem",
  key: "/tickets",
  text: '{can(role, "tickets.read") && (\n  <NavLink to="/tickets">\n    Tickets\n  </NavLink>\n)}',
};
const route: Fragment = { kind: "navRoute", key: "/tickets", text: '"/tickets"' };

function added(text: string, fragment: Fragment): string {
  const edited = addFragments("nav.tsx", text, [fragment]);
  expect(addFragments("nav.tsx", edited.text, [fragment]).added).toEqual([]);
  expect(removeFragments("nav.tsx", edited.text, [fragment])).toEqual({
    text,
    kept: [],
    changed: [],
  });
  return edited.text;
}

describe("an entry of the navigation", () => {
  const nav = (inner: string) =>
    `export function Nav() {\n  return (\n    <nav aria-label="Pages">${inner}</nav>\n  );\n}\n`;
  const entry = item.text.replaceAll("\n", "\n      ");

  test.each([
    ['\n      <NavLink to="/notes">Notes</NavLink>\n    '],
    ['\n      {can(role, "x") && <NavLink to="/notes">Notes</NavLink>}\n    '],
    ['\n      {/* Pages. */}\n      <NavLink to="/notes">Notes</NavLink> now\n    '],
    ['\n      <a href="/tickets">not ours</a>\n    '],
  ])("goes after the last one: %j", (inner) => {
    expect(added(nav(inner), item)).toBe(nav(`${inner.trimEnd()}\n      ${entry}\n    `));
  });

  test("goes before those at the end that only some see, when everybody sees it", () => {
    const forAll = { ...item, text: '<NavLink to="/tickets">Tickets</NavLink>' };
    const notes = '\n      <NavLink to="/notes">Notes</NavLink>';
    const people = '\n      {can(role, "x") && <NavLink to="/people">People</NavLink>}';
    const at = `\n      ${forAll.text}`;
    expect(added(nav(`${notes}${people}\n    `), forAll)).toBe(nav(`${notes}${at}${people}\n    `));
    expect(added(nav(`${people}${notes}\n    `), forAll)).toBe(nav(`${people}${notes}${at}\n    `));
    expect(added(nav(`${people}\n    `), forAll)).toBe(nav(`${at}${people}\n    `));
    expect(addFragments("nav.tsx", nav("{a && b}"), [forAll]).text).toBe(
      nav(`${at}\n      {a && b}`),
    );
  });

  test("goes into a navigation that has none, or has them on its line", () => {
    expect(addFragments("nav.tsx", nav(""), [item]).text).toBe(nav(`\n      ${entry}\n    `));
    expect(addFragments("nav.tsx", nav("<a>b</a>"), [item]).text).toBe(
      nav(`<a>b</a>\n      ${entry}\n    `),
    );
  });

  test("is set in with tabs and CRLF", () => {
    const text = nav('\n      <NavLink to="/notes">Notes</NavLink>\n    ')
      .replaceAll("  ", "\t")
      .replaceAll("\n", "\r\n");
    const edited = added(text, item);
    expect(edited).toContain('\r\n\t\t\t\t<NavLink to="/tickets">\r\n\t\t\t\t\tTickets\r\n');
    expect(edited.replaceAll("\r\n", "")).not.toMatch(/\n/);
  });

  test.each(['to="/tickets"', 'to={"/tickets"}'])("is there already by its route: %s", (to) => {
    const text = nav(`<NavLink ${to}>Other</NavLink>`);
    expect(addFragments("nav.tsx", text, [item]).present).toEqual([item]);
  });

  test("that a person has changed stays", () => {
    const { text } = addFragments("nav.tsx", nav(""), [item]);
    const changed = text.replace("    Tickets", "    My tickets");
    expect(removeFragments("nav.tsx", changed, [item])).toEqual({
      text: changed,
      kept: [],
      changed: [item],
    });
  });

  test.each([
    ["export const a = <p />;\n", "there is no <nav>"],
    ["export const a = <p><nav>a</nav><nav>b</nav></p>;\n", "there are 2 <nav> (line 1)"],
    ["export const a = <nav />;\n", "its <nav> has no children"],
  ])("needs a navigation: %s", (text, why) => {
    expect(() => addFragments("nav.tsx", text, [item])).toThrow(`cannot edit nav.tsx: ${why}`);
  });
});

describe("a route of the navigation", () => {
  test.each([
    ['type A = { to: "/a" };\n', 'type A = { to: "/a" | "/tickets" };\n'],
    ["type A = { to: '/a' | '/b' }\n", "type A = { to: '/a' | '/b' | '/tickets' }\n"],
    ['interface A {\n  to: "/a";\n}\n', 'interface A {\n  to: "/a" | "/tickets";\n}\n'],
    ['type A = { to: "/b" | "/a" };\n', 'type A = { to: "/b" | "/a" | "/tickets" };\n'],
    ['type A = { to: "/a" | "/z" };\n', 'type A = { to: "/a" | "/tickets" | "/z" };\n'],
    ['type A = { to: "/x" | "/z" };\n', 'type A = { to: "/tickets" | "/x" | "/z" };\n'],
  ])("goes into the union, in order where it has one: %j", (before, after) => {
    expect(added(before, route)).toBe(after);
  });

  test("gets a line of its own where the line would be too long", () => {
    const routes = ["a", "b"].map((letter) => `"/${letter.repeat(36)}"`);
    const before = `type A = {\n  to: ${routes.join(" | ")};\n};\n`;
    expect(added(before, route)).toBe(
      `type A = {\n  to:\n    | ${routes[0]}\n    | ${routes[1]}\n    | "/tickets";\n};\n`,
    );
  });

  test.each([
    ["type A = { from: 1 };\n", 'no type has a property "to"'],
    ['type A = { to: "/a" };\ntype B = { to: "/b" };\n', '2 types have a property "to" (line 2)'],
    ["type A = { to: string };\n", 'the type of "to" is not one of some texts (line 1)'],
    ["type A = { to: LinkProps['to'] };\n", 'the type of "to" is not one of some texts'],
  ])("needs a union of texts: %s", (text, why) => {
    expect(() => addFragments("nav.tsx", text, [route])).toThrow(why);
  });
});
