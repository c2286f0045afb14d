import { describe, expect, test } from "vitest";
import { parseCliOptions } from "./cli-options.ts";

describe("the command line", () => {
  test("no flag means the defaults, which may move to a free port", () => {
    const { server } = parseCliOptions([]);
    expect(server.port).toBeUndefined();
    expect(server.strictPort).toEqual({ port: false, sitePort: false });
  });

  test("a port that is asked for is the only one that will do", () => {
    const { server } = parseCliOptions(["--port", "4000", "--site-port=4001"]);
    expect(server).toMatchObject({ port: 4000, sitePort: 4001 });
    expect(server.strictPort).toEqual({ port: true, sitePort: true });
  });

  test("hosts to answer to may be several", () => {
    const { server } = parseCliOptions(["--allow-host", "a.example", "--allow-host=b.example"]);
    expect(server.allowedHosts).toEqual(["a.example", "b.example"]);
  });

  test.each([
    [["--allow-host", "http://a.example"], "InvalidFlag", "without scheme, port and path"],
    [["--prot", "3"], "UnknownFlag", "did you mean --port?"],
    [["--sitport=3"], "UnknownFlag", "did you mean --site-port?"],
    [["--frobnicate"], "UnknownFlag", "--frobnicate is not a known flag. See --help."],
    [["-x"], "UnknownFlag", "-x is not a known flag"],
    [["start"], "UnknownFlag", '"start" is not understood'],
    [["--port"], "InvalidFlag", "--port needs a value"],
    [["--data", "--reset"], "InvalidFlag", "--data needs a value"],
    [["--port", "many"], "InvalidFlag", 'must be a port from 0 to 65535, got "many"'],
    [["--port", "70000"], "InvalidFlag", 'got "70000"'],
    [["--port", "-1"], "InvalidFlag", "--port"],
    [["--in-memory=yes"], "InvalidFlag", "takes no value"],
    [["--port", "4000", "--site-port", "4000"], "FlagConflict", "both 4000"],
    [["--in-memory", "--data", "x"], "FlagConflict", "--data makes no sense"],
    [["--in-memory", "--reset"], "FlagConflict", "--reset makes no sense"],
  ])("%j is refused as %s", (args, code, text) => {
    expect(() => parseCliOptions(args)).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(text) as string }),
    );
  });
});
