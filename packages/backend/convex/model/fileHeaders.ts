// The headers that a stored file is served with. Its sender named its type, so a browser must not guess
// another, run it, or show anything but an image within a page.
import { imageTypes } from "@repo/validators/files";

/**
 * Makes the headers of an answer.
 * @param file its name, content type without parameters, and size in bytes
 * @returns headers by name
 */
export function fileHeaders(file: {
  name: string;
  contentType: string;
  size: number;
}): Record<string, string> {
  const isImage = (imageTypes as readonly string[]).includes(file.contentType);
  return {
    "Content-Type": file.contentType,
    "Content-Length": String(file.size),
    "Content-Disposition": `${isImage ? "inline" : "attachment"}; ${fileNames(file.name)}`,
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    // A kept answer would go to whoever signs in next in the same browser, and outlive the right to it.
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
  };
}

/** Both forms of RFC 6266: one that every client reads, and the whole name. */
function fileNames(name: string): string {
  const plain = name.replace(/[^\w. -]/g, "_");
  // Half a character, which text from outside can hold, has no encoding.
  const whole = encodeURIComponent(name.replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
}
