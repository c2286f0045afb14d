import { describe, expect, test } from "vitest";
import { decodePushRequest } from "../wire/push-request.ts";
import { definitionOrder } from "./definition-order.ts";

const module = { path: "convex.config.js", source: "", environment: "isolate" };
function push(app: string[], components: Record<string, string[]>) {
  return decodePushRequest({
    appDefinition: {
      definition: module,
      dependencies: app,
      schema: null,
      changedModules: [],
      udfServerVersion: "1",
    },
    componentDefinitions: Object.entries(components).map(([definitionPath, dependencies]) => ({
      definitionPath,
      definition: module,
      dependencies,
      schema: null,
      functions: [],
    })),
  });
}

describe("the order of definitions", () => {
  test("each comes after what it imports, the app last", () => {
    const order = definitionOrder(push(["rag", "pool"], { pool: [], rag: ["pool"] }));
    expect(order.map((each) => each.definitionPath)).toEqual(["pool", "rag", ""]);
  });

  test("a circle is shown", () => {
    const cyclic = push(["a"], { a: ["b"], b: ["a"] });
    expect(() => definitionOrder(cyclic)).toThrowError(
      expect.objectContaining({
        code: "CyclicImport",
        message: expect.stringContaining("a → b → a") as string,
      }),
    );
  });

  test("an import of something not pushed is named", () => {
    expect(() => definitionOrder(push(["gone"], {}))).toThrow('imports the component "gone"');
  });
});
