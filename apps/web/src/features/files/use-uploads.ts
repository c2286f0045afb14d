// The uploads of this page: two at a time, each with its progress, until the server has checked it.
import { fileLimits } from "@repo/validators/files/files";
import { useReducer, useRef } from "react";
import { toast } from "sonner";

import { useSendFile } from "@/lib/use-send-file";

import { words } from "./words";

export interface Upload {
  key: string;
  file: File;
  state: "waiting" | "sending" | "failed";
  /** The share that is sent, from 0 to 1. */
  share: number;
  /** Why it failed. */
  failure?: string;
}

type Change =
  | { kind: "add"; upload: Upload }
  | { kind: "change"; key: string; changes: Partial<Upload> }
  | { kind: "drop"; key: string };

function reduce(uploads: readonly Upload[], change: Change): readonly Upload[] {
  if (change.kind === "add") return [...uploads, change.upload];
  if (change.kind === "drop") return uploads.filter(({ key }) => key !== change.key);
  return uploads.map((upload) =>
    upload.key === change.key ? { ...upload, ...change.changes } : upload,
  );
}

const limits = fileLimits.purposes.attachment;
const AT_ONCE = 2;

export function useUploads() {
  const [uploads, change] = useReducer(reduce, []);
  const send = useSendFile("attachment", limits);
  const running = useRef(new Map<string, AbortController>());
  const queue = useRef<Upload[]>([]);

  const run = async ({ key, file }: Upload, signal: AbortSignal) => {
    change({ kind: "change", key, changes: { state: "sending" } });
    await send.run(file, {
      onProgress: (share) => change({ kind: "change", key, changes: { share } }),
      signal,
    });
    change({ kind: "drop", key });
    toast.success(words.uploaded(file.name));
  };
  const next = () => {
    while (running.current.size < AT_ONCE && queue.current.length > 0) {
      const upload = queue.current.shift()!;
      const controller = new AbortController();
      running.current.set(upload.key, controller);
      void run(upload, controller.signal)
        .catch((error: unknown) => {
          if (controller.signal.aborted) return change({ kind: "drop", key: upload.key });
          const failure = send.sentenceOf(error);
          change({ kind: "change", key: upload.key, changes: { state: "failed", failure } });
        })
        .finally(() => {
          running.current.delete(upload.key);
          next();
        });
    }
  };
  const start = (upload: Upload) => {
    queue.current.push(upload);
    next();
  };
  return {
    uploads,
    add: (files: readonly File[]) => {
      for (const file of files) {
        const upload: Upload = { key: crypto.randomUUID(), file, state: "waiting", share: 0 };
        change({ kind: "add", upload });
        start(upload);
      }
    },
    cancel: (key: string) => {
      queue.current = queue.current.filter((upload) => upload.key !== key);
      running.current.get(key)?.abort();
      change({ kind: "drop", key });
    },
    retry: (upload: Upload) => {
      change({ kind: "change", key: upload.key, changes: { state: "waiting", share: 0 } });
      start({ ...upload, state: "waiting" });
    },
  };
}
