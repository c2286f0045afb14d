// @vitest-environment node
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { pdfBounds, textOfPdf } from "../../convex/pdf.ts";
import { type Drawn, contentOf, pdfOf, pdfOfPages } from "../../testing/pdf.ts";

const limits = { pages: 50, textBytes: 5000 };
const MB = 1_000_000;

const read = async (file: string, bounds = pdfBounds as { ms: number; memoryBytes: number }) =>
  await textOfPdf(Buffer.from(file, "latin1"), limits, bounds);

const packed = (bytes: string): Drawn => ({
  entries: "/Filter /FlateDecode",
  bytes: deflateSync(Buffer.from(bytes, "latin1"), { level: 9 }).toString("latin1"),
});
/** Draws the two pages that follow, ten times each, if it is not the last. */
const form = (at: number, last: number): Drawn => {
  const names = [at + 1, at + 2].map((to) => `/X${to} ${5 + 2 * to} 0 R`).join(" ");
  const resources = at < last ? `/Resources << /XObject << ${names} >> >>` : "";
  return {
    entries: `/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${resources}`,
    bytes: at < last ? `/X${at + 1} Do /X${at + 2} Do `.repeat(10) : "q Q",
  };
};

describe("the text of a PDF", () => {
  test("is that of its pages, apart", async () => {
    const pages = [contentOf(["One.", "Two."]), packed(contentOf(["Three."]))];
    expect(await read(pdfOfPages(pages))).toBe("One.\nTwo.\n\nThree.");
  });

  test("is read from as many pages as it may have, and from no more", async () => {
    const page = contentOf(["Hello."]);
    expect((await read(pdfOfPages([page], limits.pages))).match(/Hello/g)).toHaveLength(50);
    await expect(read(pdfOfPages([page], 20_000))).rejects.toMatchObject({
      data: { code: "INVALID", message: "It has 20000 pages, and a source may have 50. Split it." },
    });
  });

  test("ends where it is over the limit: the pages that follow are not read", async () => {
    const long = contentOf(Array<string>(40).fill("x".repeat(80)));
    const pages = [long, long, long, { entries: "/Filter /FlateDecode", bytes: "no stream" }];
    await expect(read(pdfOfPages(pages))).rejects.toMatchObject({
      data: { code: "INVALID", message: expect.stringMatching(/over 5000 bytes at page 2/) },
    });
  });
});

describe("a PDF that is made to do harm", () => {
  test("by unpacking to far more than it has is refused, and its buffers are gone", async () => {
    const bomb = pdfOfPages([packed("q Q\n".repeat(30 * MB))]);
    expect(bomb.length).toBeLessThan(MB);
    const bounds = { ms: pdfBounds.ms, memoryBytes: 60 * MB };
    await expect(read(bomb, bounds)).rejects.toMatchObject({
      data: { code: "INVALID", message: expect.stringContaining("too much memory") },
    });
  });

  test("by drawing the same things again and again is refused when its time is over", async () => {
    const endless = pdfOfPages(Array.from({ length: 22 }, (_, at) => form(at, 20)));
    await expect(read(endless, { ms: 1500, memoryBytes: 300 * MB })).rejects.toMatchObject({
      data: { code: "INVALID", message: expect.stringContaining("takes over 1.5 s") },
    });
  });

  test("does it to no other that is read at the same time", async () => {
    const bomb = pdfOfPages([packed("q Q\n".repeat(30 * MB))]);
    const bounds = { ms: pdfBounds.ms, memoryBytes: 60 * MB };
    const [harm, other] = await Promise.allSettled([read(bomb, bounds), read(pdfOf(["Hello."]))]);
    expect([harm.status, other]).toEqual(["rejected", { status: "fulfilled", value: "Hello." }]);
  });
});
