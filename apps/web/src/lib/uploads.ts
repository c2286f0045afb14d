// Sends one file with its progress. `fetch` cannot say how much is sent, so this uses XMLHttpRequest.

import { numberText } from "./language";
import { words } from "./words";

/**
 * POSTs the bytes of a file.
 * @param url where to, as the server answered it
 * @param file the file; its type goes along as the content type
 * @param options.onProgress gets the share that is sent, from 0 to 1
 * @param options.signal ends the upload
 * @returns the id of the stored bytes
 * @throws an Error with a sentence when the server refuses, the connection fails, or the upload is ended
 */
export function sendFile(
  url: string,
  file: File,
  options: { onProgress: (share: number) => void; signal: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (sentence: string) => reject(new Error(sentence));
    request.open("POST", url);
    if (file.type) request.setRequestHeader("Content-Type", file.type);
    request.upload.onprogress = ({ loaded, total }) => options.onProgress(loaded / total);
    request.onload = () => {
      if (request.status !== 200) fail(request.responseText || words.fileRefused);
      else resolve((JSON.parse(request.responseText) as { storageId: string }).storageId);
    };
    request.onerror = () => fail(words.connectionLost);
    request.onabort = () => fail(words.cancelled);
    options.signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/**
 * Writes a size as a person reads it.
 * @param bytes a number of bytes
 */
export function sizeText(bytes: number): string {
  const [unit, divisor] = bytes < 1_000_000 ? ["kilobyte", 1000] : ["megabyte", 1_000_000];
  const value = Math.max(bytes / Number(divisor), 0.1);
  return numberText(value, {
    style: "unit",
    unit: String(unit),
    unitDisplay: "short",
    maximumFractionDigits: 1,
  });
}
