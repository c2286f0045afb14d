// The uploads of this page: two at a time, each with its progress, until the server has checked it.
import { useReducer, useRef } from "react";

import { sendFailure, type SendOptions } from "@/lib/use-send-file";

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

const AT_ONCE = 2;

/**
 * Queues files and sends them.
 * @param send sends one file and does what follows; what it throws is shown beside the file
 * @returns what is being sent or has failed, and what can be done about it
 */
export function useUploads(send: (file: File, options: SendOptions) => Promise<void>) {
  const [uploads, change] = useReducer(reduce, []);
  const running = useRef(new Map<string, AbortController>());
  const queue = useRef<Upload[]>([]);

  const run = async ({ key, file }: Upload, signal: AbortSignal) => {
    change({ kind: "change", key, changes: { state: "sending" } });
    await send(file, {
      onProgress: (share) => change({ kind: "change", key, changes: { share } }),
      signal,
    });
    change({ kind: "drop", key });
  };
  const next = () => {
    while (running.current.size < AT_ONCE && queue.current.length > 0) {
      const upload = queue.current.shift()!;
      const controller = new AbortController();
      running.current.set(upload.key, controller);
      void run(upload, controller.signal)
        .catch((error: unknown) => {
          if (controller.signal.aborted) return change({ kind: "drop", key: upload.key });
          const failure = sendFailure(error);
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
