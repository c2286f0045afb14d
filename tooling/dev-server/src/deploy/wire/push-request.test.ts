import { describe, expect, test } from "vitest";
import { decodePushRequest } from "./push-request.ts";

const module = (path: string) => ({ path, source: "export {}", environment: "isolate" });
const request = (app: object = {}, rest: object = {}) => ({
  adminKey: "k",
  dryRun: false,
  functions: "convex/",
  appDefinition: {
    definition: null,
    dependencies: [],
    schema: null,
    changedModules: [module("a.js")],
    unchangedModuleHashes: [],
    udfServerVersion: "1.49.0",
    ...app,
  },
  componentDefinitions: [],
  nodeDependencies: [],
  ...rest,
});

describe("decoding a push", () => {
  test("what the CLI sends is understood, unknown keys are passed over", () => {
    const decoded = decodePushRequest(request({ extra: 1 }, { forCodegen: true }));
    expect(decoded.app.modules).toEqual([module("a.js")]);
    expect(decoded.dryRun).toBe(false);
  });

  test("every module of the app may come as its functions", () => {
    const app = { changedModules: undefined, functions: [module("b.js")] };
    expect(decodePushRequest(request(app)).app.modules).toEqual([module("b.js")]);
  });

  test.each<[string, unknown]>([
    ["the body must be an object", 3],
    ["appDefinition must be an object", {}],
    ["appDefinition.changedModules must be a list", request({ changedModules: 1 })],
    ["appDefinition.changedModules[0] must be an object", request({ changedModules: [null] })],
    [
      "appDefinition.changedModules[0].source must be a string",
      request({ changedModules: [{ ...module("a.js"), source: 1 }] }),
    ],
    [
      'appDefinition.changedModules[0].environment must be "isolate" or "node"',
      request({ changedModules: [{ ...module("a.js"), environment: "moon" }] }),
    ],
    ['has "a.js" twice', request({ changedModules: [module("a.js"), module("a.js")] })],
    ["appDefinition.udfServerVersion must be a string", request({ udfServerVersion: null })],
    ["componentDefinitions must be a list", request({}, { componentDefinitions: {} })],
    [
      "componentDefinitions[0].definition must be an object",
      request({}, { componentDefinitions: [{ definitionPath: "x" }] }),
    ],
  ])("%s", (text, body) => {
    expect(() => decodePushRequest(body)).toThrowError(
      expect.objectContaining({ status: 400, message: expect.stringContaining(text) as string }),
    );
  });

  test.each(["../x.js", "a/../../b.js", "/etc/x.js", "a//b.js", "a.ts", "a b.js", ""])(
    "the path %j is refused",
    (path) => {
      expect(() => decodePushRequest(request({ changedModules: [module(path)] }))).toThrowError(
        expect.objectContaining({ code: "InvalidModulePath" }),
      );
    },
  );
});
