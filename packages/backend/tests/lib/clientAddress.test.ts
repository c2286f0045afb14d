import { afterEach, describe, expect, test, vi } from "vitest";
import { networkIn, networkOf } from "../../convex/lib/clientAddress.ts";

afterEach(() => vi.unstubAllEnvs());

describe("an address in any form is brought to the one of its network", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.7:54321", "203.0.113.7"],
    [" 203.0.113.7 ", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:cb00:7107", "203.0.113.7"],
    ["[::ffff:203.0.113.7]:443", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:0DB8:0001:2::", "2001:db8:1:2"],
    ["[2001:db8:1:2::9]:443", "2001:db8:1:2"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["2001:db8::6", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["::", "0:0:0:0"],
  ])("%s is %s", (address, network) => {
    expect(networkIn(address)).toBe(network);
  });
});

test.each([
  "",
  "unknown",
  "<img src=x>",
  "203.0.113",
  "203.0.113.256",
  "203.0.113.7, 10.0.0.1",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8",
  "1::2::3",
  "12345::",
  "g::1",
  "x".repeat(10_000),
])("what is no address is no network: %j", (text) => {
  expect(networkIn(text)).toBeNull();
});

describe("the network of a call", () => {
  const callFrom = (ip: string | null) =>
    networkOf({ meta: { getRequestMetadata: async () => ({ ip }) } } as never);

  test.each([undefined, "", "0", "true"])("is not believed with the setting %j", async (value) => {
    vi.stubEnv("TRUST_CLIENT_ADDRESS", value);
    expect(await callFrom("203.0.113.7")).toBeNull();
  });

  test("is, where the setting says so, and is none for a call that comes from nowhere", async () => {
    vi.stubEnv("TRUST_CLIENT_ADDRESS", "1");
    expect(await callFrom("203.0.113.7")).toBe("203.0.113.7");
    expect(await callFrom(null)).toBeNull();
    expect(await callFrom("made up")).toBeNull();
  });
});
