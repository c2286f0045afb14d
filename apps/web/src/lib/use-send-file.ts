// Uploads one file for a purpose: asks for an address, sends the bytes, and lets the server check them.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import { refusalOfFile, type FileLimits, type FilePurpose } from "@repo/validators/files/files";
import { useMutation } from "convex/react";

import { errorSentence } from "@/lib/error-sentences";
import { sendFile } from "@/lib/uploads";

export interface SendOptions {
  /** Gets the share that is sent, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * @param purpose what the files are for
 * @param limits what the server takes for it
 * @returns sends a file and answers its id, or throws what `sendFailure` reads; nothing of a file that failed
 * stays on the server
 */
export function useSendFile(purpose: FilePurpose, limits: FileLimits) {
  const requestUpload = useMutation(api.files.requestUpload);
  const finishUpload = useMutation(api.files.finishUpload);
  const remove = useMutation(api.files.remove);
  return async (file: File, options: SendOptions = {}): Promise<Id<"files">> => {
    const fault = refusalOfFile(limits, { size: file.size, contentType: file.type });
    if (fault !== null) throw new Error(fault);
    const { id, url } = await requestUpload({ name: file.name, purpose });
    try {
      const storageId = await sendFile(url, file, {
        onProgress: options.onProgress ?? (() => {}),
        signal: options.signal ?? new AbortController().signal,
      });
      const refusal = await finishUpload({ id, storageId: storageId as Id<"_storage"> });
      if (refusal !== null) throw new Error(refusal.message);
      return id;
    } catch (error) {
      // A file that the server has removed itself is not found.
      await remove({ id }).catch(() => {});
      throw error;
    }
  };
}

/** Says why a file was not sent. Errors of the connection have a sentence of their own; those of the server get theirs. */
export function sendFailure(error: unknown): string {
  return error instanceof Error && error.constructor === Error
    ? error.message
    : errorSentence(error);
}
