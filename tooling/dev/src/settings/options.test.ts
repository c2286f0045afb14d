import { describe, expect, test } from "vitest";

import { parseCommandLine } from "./options.ts";

const plain = { kind: "run", ports: {}, allowedHosts: [], reset: false, yes: false };

describe("parseCommandLine", () => {
  test("asks for nothing special by default", () => {
    expect(parseCommandLine([])).toEqual(plain);
    expect(parseCommandLine(["--"])).toEqual(plain);
  });

  test("takes ports and switches", () => {
    expect(
      parseCommandLine(["--", "--web-port", "4000", "--site-port=4002", "--reset", "--yes"]),
    ).toEqual({ ...plain, ports: { web: 4000, site: 4002 }, reset: true, yes: true });
    const hosts = ["--allow-host", "a.example", "--allow-host=b.example"];
    expect(parseCommandLine(hosts)).toEqual({ ...plain, allowedHosts: ["a.example", "b.example"] });
  });

  test("help goes first", () => {
    expect(parseCommandLine(["--reset", "--help"])).toEqual({ kind: "help" });
    expect(parseCommandLine(["-h"])).toEqual({ kind: "help" });
  });

  test.each([
    [["--web-port", "0"], '--web-port is "0"; give a port from 1 to 65535.'],
    [["--site-port", "70000"], '--site-port is "70000"'],
    [["--backend-port", "3e3"], '--backend-port is "3e3"'],
    [["--backend-port", ""], '--backend-port is ""'],
    [["--allow-host", "http://a.example"], '--allow-host is "http://a.example"'],
    [["--web-port", "4000", "--site-port", "4000"], "another one"],
    [["--prot", "4000"], "--prot"],
    [["4000"], "4000"],
  ])("refuses %j with a sentence", (args, problem) => {
    expect(parseCommandLine(args)).toEqual({
      kind: "invalid",
      problem: expect.stringContaining(problem),
    });
  });
});
