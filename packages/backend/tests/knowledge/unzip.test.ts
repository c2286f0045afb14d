import { importLimits } from "@repo/validators/knowledge/imports";
import { Zip as ZipStream, ZipDeflate, strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { lookThrough } from "../../convex/model/knowledge/importedFiles.ts";
import { filesIn, namesIn } from "../../convex/model/knowledge/unzip.ts";

const MB = 1_000_000;

type Zip = Uint8Array<ArrayBuffer>;
const zipOf = (files: Record<string, Uint8Array>) => zipSync(files, { level: 9 }) as Zip;
const bounds = { fileBytes: 100_000, totalBytes: 12 * MB };
const read = (zip: Zip, within = bounds) =>
  [...filesIn(zip, () => true, within)].map((file) =>
    "refusal" in file ? `${file.name}: ${file.refusal}` : `${file.name} ${textOf(file.parts)}`,
  );
const textOf = (parts: Uint8Array[]) => Buffer.concat(parts).toString();

/** Where the local header of a file is, by its name. */
const headerOf = (zip: Zip, name: string) => Buffer.from(zip.buffer).indexOf(name) - 30;

describe("a zip", () => {
  const texts = { "a.md": strToU8("One."), "b.md": strToU8("Two.") };

  test("is read file by file", () => {
    expect(namesIn(zipOf(texts), 10)).toEqual(["a.md", "b.md"]);
    expect(read(zipOf(texts))).toEqual(["a.md One.", "b.md Two."]);
    expect(read(zipSync(texts, { level: 0 }) as Zip)).toEqual(["a.md One.", "b.md Two."]);
  });

  test("that was written as a stream, which tells no sizes beforehand, is read, too", () => {
    const parts: Uint8Array[] = [];
    const stream = new ZipStream((_error, part) => parts.push(part));
    for (const [name, bytes] of Object.entries({ ...texts, "bomb.md": new Uint8Array(MB) })) {
      const file = new ZipDeflate(name);
      stream.add(file);
      file.push(bytes, true);
    }
    stream.end();
    const zip = new Uint8Array(Buffer.concat(parts));
    const found = ["a.md One.", "b.md Two.", "bomb.md: It has more than 100000 bytes."];
    expect(read(zip)).toEqual(found);
    // The mark before the sizes that follow a file may be left out.
    const mark = Buffer.from([0x50, 0x4b, 7, 8]);
    const at = Buffer.from(zip).indexOf(mark);
    const unmarked = Buffer.concat([zip.subarray(0, at), zip.subarray(at + mark.length)]);
    expect(read(new Uint8Array(unmarked))).toEqual(found);
  });

  test("whose file unpacks to too much is not unpacked to its end, and the others are read", () => {
    // Were the whole unpacked, it would be more than all files may have.
    const zip = zipOf({ "bomb.md": new Uint8Array(20 * MB), ...texts });
    expect(zip.length).toBeLessThan(100_000);
    const found = ["bomb.md: It has more than 100000 bytes.", "a.md One.", "b.md Two."];
    expect(read(zip)).toEqual(found);
  });

  test("that says less of itself than is in it is not believed", () => {
    const zip = zipOf({ "bomb.md": new Uint8Array(20 * MB), ...texts });
    new DataView(zip.buffer).setUint32(headerOf(zip, "bomb.md") + 22, 10, true);
    expect(read(zip)[0]).toBe("bomb.md: It has more than 100000 bytes.");
  });

  test("of many files that are too much together ends", () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`${n}.md`, new Uint8Array(90_000)]),
    );
    const within = { fileBytes: 100_000, totalBytes: MB };
    expect(() => read(zipOf(many), within)).toThrow(/more than 1000000 bytes/);
    expect(read(zipOf(many))).toHaveLength(30);
  });

  test("with a damaged file, or an end that is missing, is read as far as it goes", () => {
    const noise = crypto.getRandomValues(new Uint8Array(3000));
    const zip = zipOf({ ...texts, "z.md": noise });
    const cut = zip.slice(0, headerOf(zip, "z.md") + 1000) as Zip;
    expect(read(cut).at(-1)).toBe("z.md: The zip ends in the middle of it.");
    const damaged = zipOf({ "long.md": strToU8("abc ".repeat(500)), ...texts });
    damaged.fill(255, headerOf(damaged, "long.md") + 37, headerOf(damaged, "long.md") + 45);
    expect(read(damaged)).toEqual([
      "long.md: It is damaged, or encrypted.",
      "a.md One.",
      "b.md Two.",
    ]);
  });

  test("of another way of packing tells so", () => {
    const zip = zipOf(texts);
    new DataView(zip.buffer).setUint16(headerOf(zip, "a.md") + 8, 12, true);
    expect(read(zip)).toEqual(["a.md: It is damaged, or encrypted.", "b.md Two."]);
  });

  test("has names in UTF-8, also where it does not say so", () => {
    const zip = zipOf({ "Zürich.md": strToU8("Grüezi.") });
    const flags = headerOf(zip, "Zürich.md") + 6;
    expect(zip[flags + 1]).toBe(8);
    zip[flags + 1] = 0;
    expect(namesIn(zip, 10)).toEqual(["Zürich.md"]);
  });

  test("that is none, or empty, is refused", () => {
    for (const zip of [strToU8("no zip") as Zip, new Uint8Array(), zipOf({})])
      expect(() => namesIn(zip, 10)).toThrow(/not a zip/);
  });
});

describe("the files of an import", () => {
  test("are read from any place on, whatever could not be read before", () => {
    const zip = zipOf({
      "dir/": new Uint8Array(),
      "a.docx": strToU8("x"),
      "b.md": strToU8("B."),
      ".c.md": strToU8("x"),
      "d.txt": strToU8("D."),
    });
    const { total, files } = lookThrough(zip);
    expect(total).toBe(3);
    const all = [...files(0)];
    expect(all).toMatchObject([
      { title: "a.docx", reason: expect.any(String) },
      { title: "b.md", kind: "markdown", text: "B." },
      { title: "d.txt", kind: "text", text: "D." },
    ]);
    expect([1, 2, 3].map((from) => [...files(from)])).toEqual([1, 2, 3].map((n) => all.slice(n)));
  });

  test("that do not fit a row of text are read as files", () => {
    const page = `<p>Short.</p><!-- ${"x".repeat(MB)} -->`;
    const [found] = lookThrough(zipOf({ "page.html": strToU8(page) })).files(0);
    expect(found).toMatchObject({ kind: "html", contentType: "text/html" });
  });

  test("have a path for a title that fits, and no way up", () => {
    const long = `${"folder/".repeat(40)}😀end.md`;
    const zip = zipOf({ [long]: strToU8("x"), "..\\..\\up\n.md": strToU8("x") });
    const [first, second] = [...lookThrough(zip, importLimits).files(0)];
    expect(first!.title.length).toBeLessThanOrEqual(200);
    expect(first!.title).toMatch(/folder\/😀end\.md$/);
    expect(second!.title).toBe("up .md");
  });
});
