import { expect, test } from "vitest";
import type { AnalyzedFunction, AnalyzedModule } from "../../kernel/function-types.ts";
import { checkedExports, definitionExports, publicExports } from "./exports.ts";

const fn = (name: string, kind: "public" | "internal"): AnalyzedFunction => ({
  name,
  udfType: "Query",
  visibility: { kind },
  args: null,
  returns: null,
});
const module = (...functions: AnalyzedFunction[]): AnalyzedModule => ({
  functions,
  httpRoutes: null,
  cronSpecs: null,
});

test("public functions follow the module path, internal ones are left out", () => {
  const tree = publicExports({
    "lib/chunks.js": module(fn("list", "public"), fn("secret", "internal")),
    "top.js": module(fn("get", "public")),
    "only/internal.js": module(fn("x", "internal")),
  });
  expect(definitionExports(tree)).toEqual({
    type: "branch",
    branch: [
      [
        "lib",
        {
          type: "branch",
          branch: [
            [
              "chunks",
              {
                type: "branch",
                branch: [
                  ["list", { type: "leaf", leaf: "_reference/function/lib/chunks.js:list" }],
                ],
              },
            ],
          ],
        },
      ],
      [
        "top",
        {
          type: "branch",
          branch: [["get", { type: "leaf", leaf: "_reference/function/top.js:get" }]],
        },
      ],
    ],
  });
  expect(checkedExports(tree, "rag")).toMatchObject({
    top: {
      type: "branch",
      children: {
        get: {
          type: "leaf",
          resource: { type: "function", path: { component: "rag", udfPath: "top.js:get" } },
        },
      },
    },
  });
});

test("a function may have the name of something every object has", () => {
  const tree = publicExports({ "constructor.js": module(fn("toString", "public")) });
  expect(definitionExports(tree)).toMatchObject({
    branch: [["constructor", { branch: [["toString", {}]] }]],
  });
});

test("a module beside a folder of its name offers both", () => {
  const tree = publicExports({
    "a.js": module(fn("run", "public")),
    "a/b.js": module(fn("run", "public")),
  });
  expect(tree).toEqual({
    a: { run: "_reference/function/a.js:run", b: { run: "_reference/function/a/b.js:run" } },
  });
});
