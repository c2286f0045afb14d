import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../kernel/database-types.ts";
import {
  buildTree,
  checkHttpMounts,
  checkRootEnvironment,
  resolveEnvironments,
} from "./component-tree.ts";
import { parseDefinition, type DefinitionMetadata } from "./definition-metadata.ts";

const ORIGINS = { cloudOrigin: "http://cloud", siteOrigin: "http://site" };

type Definition = Record<string, JsonValue>;
/** Definitions by path; the app is `""`. */
function parse(definitions: Record<string, Definition>): Record<string, DefinitionMetadata> {
  return Object.fromEntries(
    Object.entries(definitions).map(([path, definition]) => [
      path,
      parseDefinition(
        {
          definitionType:
            path === "" ? { type: "app" } : { type: "childComponent", name: path.replace("/", "") },
          childComponents: [],
          httpMounts: {},
          exports: { type: "branch", branch: [] },
          ...definition,
        },
        path,
      ),
    ]),
  );
}
const child = (name: string, path: string, env: JsonValue = []): JsonValue => ({ name, path, env });
const string = (name: string, optional = false): JsonValue => [
  name,
  { type: "value", value: '{"type":"string"}', ...(optional ? { optional } : {}) },
];

describe("the component tree", () => {
  test("one definition used in two places is two components", () => {
    const tree = buildTree(
      parse({
        "": { childComponents: [child("rag", "rag"), child("pool", "pool")] },
        rag: { childComponents: [child("pool", "pool")] },
        pool: {},
      }),
    );
    expect(tree.map(({ path, definitionPath }) => [path, definitionPath])).toEqual([
      ["", ""],
      ["rag", "rag"],
      ["rag/pool", "pool"],
      ["pool", "pool"],
    ]);
    expect(tree[2]?.parent?.path).toBe("rag");
  });

  test("a definition that was not pushed is named", () => {
    expect(() => buildTree(parse({ "": { childComponents: [child("rag", "rag")] } }))).toThrow(
      'uses the definition "rag", which was not pushed',
    );
  });

  test("a component that contains itself is refused", () => {
    const definitions = parse({
      "": { childComponents: [child("a", "a")] },
      a: { childComponents: [child("a", "a")] },
    });
    expect(() => buildTree(definitions)).toThrowError(
      expect.objectContaining({ code: "CyclicImport" }),
    );
  });

  test.each([
    ["two siblings of one name", [child("a", "a"), child("a", "a")], "two components are named"],
    ["a name that is no identifier", [child("a-b", "a")], '"a-b" is not a component name'],
  ])("%s are refused", (_what, childComponents, text) => {
    expect(() => parse({ "": { childComponents }, a: {} })).toThrow(text);
  });
});

describe("environment bindings", () => {
  const build = (env: JsonValue, app: Definition = {}) =>
    buildTree(
      parse({
        "": { childComponents: [child("mail", "mail", env)], ...app },
        mail: { envVars: [string("KEY"), string("LEVEL", true)] },
      }),
    );

  test.each<[string, JsonValue, string]>([
    ["a required variable that is not bound", [], 'is missing the env var "KEY"'],
    [
      "a variable the component does not declare",
      [["OTHER", { type: "value", value: "x" }]],
      'sets the unknown env var "OTHER"',
    ],
    [
      "a reference to something the parent does not declare",
      [["KEY", { type: "envVar", name: "NOPE" }]],
      'binds "KEY" to "NOPE", which convex.config does not declare',
    ],
  ])("%s is a type error", (_what, env, text) => {
    expect(() => build(env)).toThrowError(
      expect.objectContaining({
        code: "TypecheckError",
        message: expect.stringContaining(text) as string,
      }),
    );
  });

  test("values come through the chain, and nothing else does", () => {
    const tree = build([["KEY", { type: "envVar", name: "ROOT_KEY" }]], {
      envVars: [string("ROOT_KEY")],
    });
    const resolve = (environment: Record<string, string>) =>
      resolveEnvironments(tree, environment, ORIGINS).mail;
    expect(resolve({ ROOT_KEY: "one", SECRET: "s" })).toEqual({
      KEY: "one",
      CONVEX_CLOUD_URL: "http://cloud",
      CONVEX_SITE_URL: "http://site",
    });
    expect(resolve({ ROOT_KEY: "two" })?.KEY).toBe("two");
  });

  test("a required variable of the app that is not set is named as the CLI reads it", () => {
    const app = parse({ "": { envVars: [string("A"), string("B"), string("C", true)] } })[""];
    if (app === undefined) throw new Error("no app");
    expect(() => checkRootEnvironment(app, {})).toThrow(/are not set: A, B\. /);
    expect(() => checkRootEnvironment(app, { A: "1", B: "2" })).not.toThrow();
  });

  test("a value outside a union of literals is refused", () => {
    const validator =
      '{"type":"union","value":[{"type":"literal","value":"a"},{"type":"literal","value":"b"}]}';
    const app = parse({ "": { envVars: [["MODE", { type: "value", value: validator }]] } })[""];
    if (app === undefined) throw new Error("no app");
    expect(() => checkRootEnvironment(app, { MODE: "c" })).toThrow('"a" or "b"');
    expect(() => checkRootEnvironment(app, { MODE: "b" })).not.toThrow();
  });
});

describe("HTTP mounts", () => {
  const mounted = parse({
    "": {
      childComponents: [child("one", "one")],
      httpMounts: { "/one/": "_reference/childComponent/one" },
    },
    one: {
      childComponents: [child("two", "two")],
      httpMounts: { "/deep/": "_reference/childComponent/two" },
    },
    two: {},
  });

  test("a component sees the address it is mounted at", () => {
    const env = resolveEnvironments(buildTree(mounted), {}, ORIGINS);
    expect(env["one"]?.CONVEX_SITE_URL).toBe("http://site/one");
    expect(env["one/two"]?.CONVEX_SITE_URL).toBe("http://site/one/deep");
  });

  test("a mounted component with nothing to answer is a type error", () => {
    const tree = buildTree(mounted);
    expect(() => checkHttpMounts(tree, { two: {} })).toThrow('"one/two" is mounted at "/deep/"');
    const http = { functions: [], httpRoutes: [], cronSpecs: null };
    expect(() => checkHttpMounts(tree, { two: { "http.js": http } })).not.toThrow();
  });
});
