import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { decodeId, encodeId } from "./ids.ts";

test("ten thousand ids come back as they went in", () => {
  for (let i = 0; i < 10_000; i++) {
    const number = i % 3 === 0 ? 1 + (i % 127) : 10_001 + i * 37;
    const internalId = randomBytes(16);
    const id = encodeId(number, internalId);
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{31,37}$/);
    expect(decodeId(id)).toEqual({ tableNumber: number, internalId: new Uint8Array(internalId) });
  }
});

test("ids that Convex itself gave out decode, and so do their checksums", () => {
  expect(decodeId("js79xewp66skzqe3tv8r0ztd457y9qeh")?.tableNumber).toBe(10_006);
  expect(decodeId("jh74xzyc2wzqk5dcnkb4p91avd7sntq0")?.tableNumber).toBe(10_004);
});

test("ids of the first user table have 32 characters and start with j5", () => {
  expect(encodeId(10_001, randomBytes(16))).toMatch(/^j5.{30}$/);
});

test("one changed character makes an id invalid", () => {
  const id = encodeId(10_001, randomBytes(16));
  for (let i = 0; i < id.length; i++) {
    const other = id[i] === "0" ? "1" : "0";
    expect(decodeId(id.slice(0, i) + other + id.slice(i + 1))).toBeNull();
  }
});

test.each([
  ["", "empty"],
  ["notes", "too short"],
  ["j".repeat(38), "too long"],
  ["J57D7JQ8F2W9VCP4WY0M3G5N6H7W1XK2", "upper case"],
  ["j5il7jq8f2w9vcp4wy0m3g5n6h7w1xk2", "letters base32 leaves out"],
])("%s is not an id: %s", (text) => {
  expect(decodeId(text)).toBeNull();
});

test("ids of a table sort as their bytes", () => {
  const internal = Array.from({ length: 500 }, () => randomBytes(16)).sort(Buffer.compare);
  const ids = internal.map((bytes) => encodeId(10_001, bytes));
  expect([...ids].sort()).toEqual(ids);
});
