// Web Crypto: random values come from the host (seeded in transactions), `subtle` is the host's.

import { guard } from "./errors.ts";
import type { RealmHost } from "./host.ts";

const SUBTLE_METHODS = [
  "decrypt",
  "deriveBits",
  "deriveKey",
  "digest",
  "encrypt",
  "exportKey",
  "generateKey",
  "importKey",
  "sign",
  "unwrapKey",
  "verify",
  "wrapKey",
] as const;

/** Puts `crypto` on the global object. */
export function installCrypto(host: RealmHost, define: (name: string, value: unknown) => void) {
  const subtle: Record<string, unknown> = { [Symbol.toStringTag]: "SubtleCrypto" };
  for (const method of SUBTLE_METHODS) {
    subtle[method] = (...args: unknown[]) =>
      new Promise((resolve, reject) => host.subtle(method, args, resolve, reject));
  }
  const fill = (bytes: Uint8Array) => {
    guard(host, "crypto");
    host.fillRandom(bytes);
  };
  define("crypto", {
    [Symbol.toStringTag]: "Crypto",
    subtle: Object.freeze(subtle),
    getRandomValues<T extends ArrayBufferView>(view: T): T {
      if (!ArrayBuffer.isView(view) || !/^(Big)?(Ui|I)nt\d+/.test(typeNameOf(view))) {
        const message = "crypto.getRandomValues: the argument is not an integer array type";
        throw new DOMException(message, "TypeMismatchError");
      }
      if (view.byteLength > 65_536) {
        const message = "crypto.getRandomValues: at most 65536 bytes may be asked for at once";
        throw new DOMException(message, "QuotaExceededError");
      }
      fill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      return view;
    },
    randomUUID(): string {
      const bytes = new Uint8Array(16);
      fill(bytes);
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  });
}

/** `Uint8Array`, `DataView`, … */
function typeNameOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice("[object ".length, -1);
}
