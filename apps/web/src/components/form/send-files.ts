// Sending the files that a form has: what is refused before it is sent, and what a person reads meanwhile.
import { fieldLimits } from "@repo/validators/fields";
import { mediaTypeOf } from "@repo/validators/files/files";

import { errorSentence } from "@/lib/error-sentences";
import { numberText } from "@/lib/language";
import type { Arrival } from "./use-arrivals";
import { words } from "./words";

/**
 * Sends files, each to an address of its own.
 * @param files what was chosen
 * @param askWhere answers where to send one
 * @returns their ids, one to a line, or what is in the way
 */
export async function sendAll(
  files: readonly File[],
  askWhere: () => Promise<string>,
): Promise<Arrival> {
  const [failure] = files.flatMap((file) => fileFault(file) ?? []);
  if (failure !== undefined) return { failure };
  try {
    const ids = await Promise.all(files.map(async (file) => await send(await askWhere(), file)));
    return { text: ids.join("\n") };
  } catch (error) {
    return { failure: errorSentence(error) };
  }
}

/**
 * Finds what the server would refuse a file for, before all of it is on the way.
 * @returns a sentence, or null for a file that is allowed
 */
export function fileFault({ name, size, type }: Pick<File, "name" | "size" | "type">) {
  const { maxBytes, types } = fieldLimits.file;
  if (size > maxBytes) {
    return words.fileTooLarge(name, megabytes(size), megabytes(maxBytes));
  }
  if ((types as readonly string[]).includes(mediaTypeOf(type))) return null;
  const known = types.map((known) =>
    known.slice(known.indexOf("/") + 1).replace("plain", words.plainText),
  );
  return words.fileType(name, known.join(", "));
}

function megabytes(bytes: number): string {
  // Rounded up, so that what is too large never reads as what is allowed.
  return numberText(Math.ceil(bytes / 100_000) / 10);
}

/**
 * Says how it stands with the files of a field.
 * @param field.start what the field held at first
 * @returns a sentence, or null while there is nothing to say
 */
export function fileHint({
  value,
  start,
  isSending,
}: {
  value: string;
  start: string;
  isSending: boolean;
}): string | null {
  if (isSending) return words.uploading;
  if (value === start) return start === "" ? null : words.fileKept;
  if (value === "") return words.fileRemoved;
  return words.filesReady(value.split("\n").length);
}

async function send(url: string, file: File): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": file.type },
    body: file,
  });
  if (!answer.ok) throw new Error(`The file was refused with ${answer.status}.`);
  const { storageId } = (await answer.json()) as { storageId: string };
  return storageId;
}
