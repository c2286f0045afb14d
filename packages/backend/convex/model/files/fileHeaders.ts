// The headers that a stored file is served with. Its sender named its type, so a browser must not guess
// another, run it, or show anything but an image within a page.
import { imageTypes, mediaTypeOf } from "@repo/validators/files/files";

/**
 * Makes the headers for a file that only the caller may have.
 * @param file its name, its content type as stored, and its size in bytes
 * @returns headers by name
 */
export function fileHeaders(file: ServedFile): Record<string, string> {
  return {
    ...safeHeaders(file),
    "Cross-Origin-Resource-Policy": "same-origin",
    // A cached response would reach the next person who signs in in the same browser, and outlive the permission.
    "Cache-Control": "private, no-store",
  };
}

/**
 * The same for a file whose address grants access. Pages of any origin may show an image.
 * @param file its content type as stored, and its size in bytes
 */
export function publicFileHeaders(file: Omit<ServedFile, "name">): Record<string, string> {
  return {
    ...safeHeaders({ ...file, name: "file" }),
    "Cross-Origin-Resource-Policy": "cross-origin",
    // The bytes at an address never change. Cached briefly, so that removed files leave caches.
    "Cache-Control": "private, max-age=3600",
  };
}

interface ServedFile {
  name: string;
  contentType: string | null;
  size: number;
}

/** The headers of every uploaded file. */
function safeHeaders({ name, contentType, size }: ServedFile): Record<string, string> {
  const type = mediaTypeOf(contentType);
  const isImage = (imageTypes as readonly string[]).includes(type);
  return {
    "Content-Type": type === "" ? "application/octet-stream" : type,
    "Content-Length": String(size),
    "Content-Disposition": `${isImage ? "inline" : "attachment"}; ${fileNames(name)}`,
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
  };
}

/** Both forms of RFC 6266: one that every client reads, and the whole name. */
function fileNames(name: string): string {
  const plain = name.replace(/[^\w. -]/g, "_");
  // Half a surrogate pair, which names from outside may hold, has no encoding.
  const whole = encodeURIComponent(name.replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
}
