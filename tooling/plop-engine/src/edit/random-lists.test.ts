// Lists written in any way that the language allows: whatever the spacing, the commas and the remarks,
// an edit adds its member, keeps every word, and can be undone.
import { expect, test } from "vitest";
import type { Fragment } from "../plan.ts";
import { addFragments, readFragment, removeFragments } from "./fragments.ts";
import { parseModule } from "./source.ts";
import { missingToken, tokensOf } from "./tokens.ts";

/** Numbers that look random and are the same each time, from 0 up to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const spaces = ["", " ", "\n", "\n  ", "\n\t", "\r\n  ", "\n\n  ", "  "];
const remarks = ["", "", "", "/* , } ] */", "// , } ]\n", "/* a\n b */", "/** 🎉 */", "// x\r\n"];

/** One way to write a list: members with any space and remarks around them and their commas. */
function listOf(members: readonly string[], random: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!;
  const noise = () => pick(spaces) + pick(remarks) + pick(spaces);
  const body = members.map((member, index) => {
    const isLast = index === members.length - 1;
    const comma = isLast && random() < 0.5 ? "" : ",";
    return noise() + member + noise() + comma;
  });
  return body.join("") + noise();
}

const kinds: [Fragment, readonly string[], (list: string) => string][] = [
  [
    { kind: "schemaTable", key: "z", text: "z: 1" },
    ["a: 1", "'b': f(1)", "...c", "d() {}", "[e]: `${f}`", "get g() { return 1 }"],
    (list) =>
      `import { defineSchema } from "convex/server";\nexport default defineSchema({${list}});\n`,
  ],
  [
    { kind: "rateLimit", key: "m", text: "m: {\n  a: 1,\n}" },
    ["a: 1", "k: 2", "p: 3", "x: 4"],
    (list) => `export const rateLimits = {${list}} satisfies X;\n`,
  ],
  [
    { kind: "errorCode", key: "Z", text: '"Z"' },
    ['"A"', "'B'", '"C" as const', "...D"],
    (list) => `export const errorCodes = [${list}] as const;\n`,
  ],
  [
    { kind: "import", key: "m#n", text: 'import { n } from "m";' },
    ["a", "type B", "c as d", "z"],
    (list) => `import {${list}} from "m";\nuse();\n`,
  ],
];

test.each(kinds)("$kind", (fragment, members, module) => {
  const path = "a.ts";
  const words = (text: string) => tokensOf(parseModule(path, text));
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const some = members.filter(() => random() < 0.6);
    // An import with nothing in its braces takes no name: there it gets one of its own.
    if (fragment.kind === "import" && some.length === 0) some.push("a");
    const before = module(listOf(some, random));
    const why = `seed ${seed}: ${JSON.stringify(before)}`;

    const { text, added } = addFragments(path, before, [fragment]);
    expect(added, why).toEqual([fragment]);
    expect(readFragment(path, text, fragment), why).not.toBeNull();
    expect(missingToken(words(text), words(before)), why).toBeNull();
    expect(addFragments(path, text, [fragment]).added, why).toEqual([]);
    const removed = removeFragments(path, text, [fragment]);
    expect(removed, why).toMatchObject({ kept: [], changed: [] });
    expect(words(removed.text), why).toEqual(words(before));
  }
});
