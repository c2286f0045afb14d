// The bytes of a file, for a preview or a download. They are never shown as a page of this origin: the address of a
// blob is used in an image, or in a frame without any rights.
import { useAuthToken } from "@convex-dev/auth/react";
import type { Id } from "@repo/backend/_generated/dataModel";
import { useEffect, useState } from "react";

import { useSiteUrl } from "@/session/site-url";

export type FileBytes = { kind: "loading" } | { kind: "failed" } | { kind: "ready"; url: string };

/** Loads a file for the signed-in person. Resolves to its bytes. */
export function useLoadFile(): (id: Id<"files">) => Promise<Blob> {
  const token = useAuthToken();
  const site = useSiteUrl();
  return async (id) => {
    const answer = await fetch(`${site}/files/${id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    return await answer.blob();
  };
}

/** An address for the bytes while the component is on the page. */
export function useFileBytes(id: Id<"files">): FileBytes {
  const load = useLoadFile();
  const [bytes, setBytes] = useState<FileBytes>({ kind: "loading" });
  useEffect(() => {
    let url: string | null = null;
    let isGone = false;
    load(id).then(
      (blob) => {
        if (isGone) return;
        url = URL.createObjectURL(blob);
        setBytes({ kind: "ready", url });
      },
      () => setBytes({ kind: "failed" }),
    );
    return () => {
      isGone = true;
      if (url) URL.revokeObjectURL(url);
    };
    // Once for a file: a token that is renewed meanwhile changes nothing.
  }, [id]);
  return bytes;
}
