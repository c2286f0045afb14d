// Which files of a zip are read, and as what. Names become titles only: no path is opened by name.
import { toSingleLine } from "@repo/validators/fields";
import { importLimits } from "@repo/validators/knowledge/imports";
import { type SourceKind, sourceLimits } from "@repo/validators/knowledge/sources";
import { appError } from "../../lib/errors";
import { kindOf } from "./sources";
import { type ZipBounds, filesIn, namesIn } from "./unzip";

/** How many names are read: folders and hidden files count in addition to files. */
const NAMES_MAX = 5 * importLimits.files;

/** The content type of a file, by the ending of its name. */
const typesByEnding: Partial<Record<string, string>> = {
  htm: "text/html",
  html: "text/html",
  markdown: "text/markdown",
  md: "text/markdown",
  mdx: "text/markdown",
  pdf: "application/pdf",
  txt: "text/plain",
};

/** A file that may become a source: as a text where it fits, else as bytes to be stored. */
export type ImportedFile = { title: string } & (
  | { kind: Exclude<SourceKind, "pdf">; text: string }
  | { kind: SourceKind; contentType: string; bytes: Blob }
  | { reason: string }
);

/** A zip whose names were read. */
export interface LookedThrough {
  /** How many files it has, without folders and hidden files. */
  total: number;
  /** Reads them in order, one at a time, starting at `from`. */
  files: (from: number) => Generator<ImportedFile>;
}

/**
 * Reads the names in a zip before any file.
 * @param zip the bytes
 * @param bounds how many bytes may be unpacked
 * @throws INVALID when it is no zip, or holds no file or too many; reading throws it when the files are too large
 */
export function lookThrough(
  zip: Uint8Array<ArrayBuffer>,
  bounds: ZipBounds = importLimits,
): LookedThrough {
  const names = namesIn(zip, NAMES_MAX);
  const places = names.flatMap((name, index) => {
    const path = pathOf(name);
    return path === null ? [] : [{ index, path, contentType: typeOf(path) }];
  });
  const total = places.length;
  if (total === 0) throw appError("INVALID", "The zip contains no file that can be imported.");
  if (total > importLimits.files || names.length > NAMES_MAX)
    throw appError(
      "INVALID",
      `It has ${total} files or more, and an import takes ${importLimits.files}. Split it.`,
    );
  return { total, files: (from) => readFiles(zip, places.slice(from), bounds) };
}

/** A file by its position in the zip; without a content type when its kind is not read. */
type Place = { index: number; path: string; contentType: string | undefined };

function* readFiles(
  zip: Uint8Array<ArrayBuffer>,
  places: Place[],
  bounds: ZipBounds,
): Generator<ImportedFile> {
  const read = places.filter(({ contentType }) => contentType !== undefined);
  const wanted = new Set(read.map(({ index }) => index));
  const unpacked = filesIn(zip, (index) => wanted.has(index), bounds);
  for (const { path, contentType } of places) {
    const title = titleOf(path);
    if (contentType === undefined) {
      yield { title, reason: OTHER_TYPE };
      continue;
    }
    const next = unpacked.next();
    yield asSource(title, contentType, next.done === true ? CUT_SHORT : next.value);
  }
}

const OTHER_TYPE = `Only files that end in .${Object.keys(typesByEnding).join(", .")} are read.`;
/** Each wanted file is unpacked in order, unless the zip ends before it. */
const CUT_SHORT = { refusal: "The zip ends before it." };

function asSource(
  title: string,
  contentType: string,
  file: { parts: Uint8Array<ArrayBuffer>[] } | { refusal: string },
): ImportedFile {
  if ("refusal" in file) return { title, reason: file.refusal };
  const kind = kindOf(contentType);
  const bytes = new Blob(file.parts, { type: contentType });
  if (kind === "pdf" || bytes.size > sourceLimits.textBytes)
    return { title, kind, contentType, bytes };
  const text = textOf(file.parts);
  if (text === null) return { title, reason: "The file is not UTF-8 text." };
  return text.trim() === "" ? { title, reason: "It contains no text." } : { title, kind, text };
}

/** Null for what is not UTF-8: other bytes, or a text in an unknown encoding. */
function textOf(parts: Uint8Array[]): string | null {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    const texts = parts.map((part) => decoder.decode(part, { stream: true }));
    const text = texts.join("") + decoder.decode();
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function typeOf(path: string): string | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(typesByEnding, ending) ? typesByEnding[ending] : undefined;
}

/** The path of a file on one line, without `..`; null for folders and for files that systems add to a zip. */
function pathOf(name: string): string | null {
  if (/[/\\]$/.test(name)) return null;
  const steps = name.split(/[/\\]/).filter((step) => !["", ".", ".."].includes(step));
  const isHidden = steps.some((step) => step.startsWith(".") || step === "__MACOSX");
  return isHidden ? null : toSingleLine(steps.join("/")) || null;
}

/** The end of a long path is more telling than its beginning. */
function titleOf(path: string): string {
  return path.slice(-sourceLimits.title.max).trim();
}
