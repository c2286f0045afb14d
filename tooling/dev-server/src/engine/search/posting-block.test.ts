import { expect, test } from "vitest";
import { pick, seeded } from "../../testing/test-random.ts";
import { BlockWriter, blockPostings, NAME_BYTES, type Posting } from "./posting-block.ts";

const random = seeded(3);
const upTo = (most: number) => Math.floor(random() * (most + 1));
const letters = (length: number) =>
  Array.from({ length }, () => pick(random, ["a", "b", "\xe9"])).join("");
const name = () => {
  const bytes = Array.from({ length: NAME_BYTES }, (_, n) =>
    n < 6 ? 0x3d : pick(random, [0, 9, 255]),
  );
  return String.fromCharCode(...bytes) + (random() < 0.2 ? letters(32) : "");
};

test("postings of any terms and documents are read as they were written", () => {
  const writer = new BlockWriter();
  for (let run = 0; run < 500; run++) {
    const postings = Array.from({ length: 1 + upTo(40) }, (): Posting => {
      const term = letters(1 + (random() < 0.2 ? upTo(31) : upTo(3)));
      const count = random() < 0.7 ? 1 : upTo(1_000_000);
      return { term, document: name(), count, length: upTo(10 ** upTo(9)) };
    });
    for (const posting of postings) writer.add(posting);
    expect(blockPostings(writer.finish())).toEqual(postings);
  }
});
