// Reads the files of a zip one after the other, with limits: the sizes that a zip declares are not trusted, and
// unpacking stops at the limit.
import { Unzip, UnzipInflate, type UnzipFile } from "fflate";
import { appError } from "../../lib/errors";

/** How many bytes of a zip are unpacked between checks: one byte expands to a thousand at most. */
const SLICE = 8192;

export interface ZipBounds {
  /** How many bytes one file may have, unpacked. */
  fileBytes: number;
  /** How many bytes all unpacked files may have. */
  totalBytes: number;
}

/** A file of a zip: its bytes, in parts, or why there are none. */
export type ZippedFile = { index: number; name: string } & (
  { parts: Uint8Array<ArrayBuffer>[] } | { refusal: string }
);

/**
 * Lists the names in a zip without unpacking it, including folders, whose names end in a slash.
 * @param zip the bytes
 * @param most how many names to read
 * @throws INVALID for bytes that are no zip, or an incomplete one
 */
export function namesIn(zip: Uint8Array<ArrayBuffer>, most: number): string[] {
  if (!hasEnd(zip)) throw appError("INVALID", "The file is not a zip, or it is incomplete.");
  const names: string[] = [];
  const unzip = new Unzip(({ name }) => names.push(decoded(name)));
  for (const slice of slicesOf(zip)) {
    if (!pushed(unzip, slice) || names.length > most) break;
  }
  if (names.length === 0)
    throw appError("INVALID", "The file contains no files, or it is not a zip.");
  return names;
}

/** A zip ends with a record of 22 bytes, and a comment of up to 65 535. */
function hasEnd(zip: Uint8Array): boolean {
  const signature = [0x50, 0x4b, 0x05, 0x06];
  const first = Math.max(0, zip.length - 22 - 0xffff);
  for (let at = zip.length - 22; at >= first; at--) {
    if (signature.every((byte, index) => zip[at + index] === byte)) return true;
  }
  return false;
}

/**
 * Unpacks files of a zip, in their order.
 * @param zip the bytes
 * @param isWanted decides for each file, by its position from 0, whether to unpack it
 * @param bounds how much may be unpacked
 * @throws INVALID once all files together have too many bytes
 */
export function* filesIn(
  zip: Uint8Array<ArrayBuffer>,
  isWanted: (index: number) => boolean,
  { fileBytes, totalBytes }: ZipBounds,
): Generator<ZippedFile> {
  const done: ZippedFile[] = [];
  const open = new Set<Unpacking>();
  let [index, total] = [0, 0];
  const unzip = new Unzip((file) => {
    const which = { index, name: decoded(file.name) };
    if (!isWanted(index++)) return;
    const mine: Unpacking = { which, parts: [], bytes: 0 };
    open.add(mine);
    const end = (result: { parts: Uint8Array<ArrayBuffer>[] } | { refusal: string }) => {
      if (!open.delete(mine)) return;
      file.terminate();
      done.push({ ...which, ...result });
    };
    start(file, (error, part, isLast) => {
      if (error) return end({ refusal: "It is damaged, or encrypted." });
      total += part.length;
      mine.bytes += part.length;
      if (mine.bytes > fileBytes) return end({ refusal: `It has more than ${fileBytes} bytes.` });
      mine.parts.push(part as Uint8Array<ArrayBuffer>);
      if (isLast) end({ parts: mine.parts });
    });
  });
  unzip.register(Stoppable);
  for (const slice of slicesOf(zip)) {
    const isWhole = pushed(unzip, slice);
    if (total > totalBytes)
      throw appError("INVALID", `Unpacked it has more than ${totalBytes} bytes. Split it.`);
    yield* done.splice(0);
    if (!isWhole) break;
  }
  for (const { which } of open) yield { ...which, refusal: "The zip ends in the middle of it." };
}

interface Unpacking {
  which: { index: number; name: string };
  parts: Uint8Array<ArrayBuffer>[];
  bytes: number;
}

type Take = (error: Error | null, part: Uint8Array, isLast: boolean) => void;

/** An unknown compression method is reported as an error, too. */
function start(file: UnzipFile, take: Take): void {
  file.ondata = take;
  try {
    file.start();
  } catch (error) {
    take(error as Error, new Uint8Array(), true);
  }
}

/** Unpacks a file until it is stopped; the rest of the file is skipped then. */
class Stoppable extends UnzipInflate {
  static override compression = 8;
  private isStopped = false;

  override push(part: Uint8Array, isLast: boolean): void {
    if (!this.isStopped) super.push(part, isLast);
  }

  terminate(): void {
    this.isStopped = true;
  }
}

function* slicesOf(zip: Uint8Array<ArrayBuffer>) {
  for (let at = 0; at < zip.length; at += SLICE) {
    yield { bytes: zip.subarray(at, at + SLICE), isLast: at + SLICE >= zip.length };
  }
}

/** Says whether the zip continues or is complete: the library throws for one that ends too early. */
function pushed(unzip: Unzip, { bytes, isLast }: { bytes: Uint8Array; isLast: boolean }): boolean {
  try {
    unzip.push(bytes, isLast);
    return true;
  } catch {
    return false;
  }
}

/** Names are UTF-8, even where a zip does not say so; the library then decodes each byte as a character. */
function decoded(name: string): string {
  const codes = Array.from(name, (letter) => letter.codePointAt(0) ?? 0);
  if (codes.some((code) => code > 0xff)) return name;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return name;
  }
}
