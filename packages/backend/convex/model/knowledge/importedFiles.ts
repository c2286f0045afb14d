// Which files of a zip are read, and as what. Names are only ever titles: no path is opened by one.
import { toSingleLine } from "@repo/validators/fields";
import { importLimits } from "@repo/validators/knowledge/imports";
import { type SourceKind, sourceLimits } from "@repo/validators/knowledge/sources";
import { appError } from "../../lib/errors";
import { kindOf } from "./sources";
import { type ZipBounds, filesIn, namesIn } from "./unzip";

/** Names that are looked at: folders and hidden files come on top of the files. */
const NAMES_MAX = 5 * importLimits.files;

/** The content type of a file, by how its name ends. */
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

/** A zip that was looked through. */
export interface LookedThrough {
  /** How many files it has, folders and hidden files aside. */
  total: number;
  /** Reads them in their order, one at a time, from the one at `from` on. */
  files: (from: number) => Generator<ImportedFile>;
}

/**
 * Looks through a zip before anything of it is read.
 * @param zip the bytes
 * @param bounds how many bytes may be unpacked
 * @throws INVALID when it is none, or holds no file or too many; reading throws it when there is too much in them
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

/** A file by its place in the zip; without a content type when it is of no kind that is read. */
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
/** Each file that is wanted comes out in its turn, unless the zip ends before it. */
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

/** Null for what is no UTF-8: bytes of another kind, or a text in an encoding that nobody can tell. */
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

/** The path of a file on one line, without ways up; null for folders and for what systems put into a zip. */
function pathOf(name: string): string | null {
  if (/[/\\]$/.test(name)) return null;
  const steps = name.split(/[/\\]/).filter((step) => !["", ".", ".."].includes(step));
  const isHidden = steps.some((step) => step.startsWith(".") || step === "__MACOSX");
  return isHidden ? null : toSingleLine(steps.join("/")) || null;
}

/** The end of a long path says more than its beginning. */
function titleOf(path: string): string {
  return path.slice(-sourceLimits.title.max).trim();
}
