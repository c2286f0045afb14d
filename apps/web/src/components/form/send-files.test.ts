import { fieldLimits } from "@repo/validators/fields";
import { describe, expect, test, vi } from "vitest";

import { fileFault, fileHint, sendAll } from "@/components/form/send-files";

const { maxBytes } = fieldLimits.file;
const file = (size: number, type = "text/plain") => ({ name: "a.txt", size, type });

describe("a file", () => {
  test("of a size and a type that the server takes is fine", () => {
    expect(fileFault(file(maxBytes))).toBeNull();
    expect(fileFault(file(1, "text/plain;charset=utf-8"))).toBeNull();
  });

  test("that the server would refuse is not sent", async () => {
    expect(fileFault(file(maxBytes + 1))).toBe("“a.txt” has 10.1 MB; the limit is 10 MB.");
    expect(fileFault(file(1, "text/html"))).toContain(
      "“a.txt” has an unsupported type. Use one of: png, ",
    );
    const askWhere = vi.fn<() => Promise<string>>();
    const failure = expect.stringContaining("10.1 MB");
    expect(await sendAll([file(maxBytes + 1) as File], askWhere)).toEqual({ failure });
    expect(askWhere).not.toHaveBeenCalled();
  });

  test("that could not be sent says so", async () => {
    const lost = () => Promise.reject(new Error("offline"));
    expect(await sendAll([file(1) as File], lost)).toEqual({
      failure: expect.stringContaining("Something went wrong"),
    });
  });
});

test("a field says how it stands with its files", () => {
  const said = (value: string, start: string, isSending = false) =>
    fileHint({ value, start, isSending });
  expect(said("", "")).toBeNull();
  expect(said("", "", true)).toContain("Uploading…");
  expect(said("id1", "")).toBe("One file is ready.");
  expect(said("id1\nid2", "kept")).toBe("2 files are ready.");
  expect(said("kept", "kept")).toContain("The current file is kept");
  expect(said("", "kept")).toContain("removed when you save");
});
