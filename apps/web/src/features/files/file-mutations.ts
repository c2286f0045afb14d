// The mutations of files, with what the lists show until the server has answered, and what is said about them.
import { api } from "@repo/backend/_generated/api";
import type { PublicFile } from "@repo/validators/files/files";
import { useMutation } from "convex/react";
import { toast } from "sonner";

import { failed } from "@/lib/failed";
import { findInPages, insertInPages, removeFromPages } from "@/lib/optimistic";

import { words } from "./words";

const { list, listTrash } = api.files;

/** What the list of files is asked for. */
export const attachments = { purpose: "attachment" } as const;

export function useFileActions() {
  const trashFile = useMutation(api.files.trash).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, list, id),
  );
  const restoreFile = useMutation(api.files.restore).withOptimisticUpdate((store, { id }) => {
    const file = findInPages(store, [listTrash], id);
    if (file === undefined) return;
    removeFromPages(store, listTrash, id);
    insertInPages({
      paginatedQuery: list,
      argsToMatch: attachments,
      sortOrder: "desc",
      sortKeyFromItem: ({ _creationTime }) => _creationTime,
      localQueryStore: store,
      item: file,
    });
  });
  const removeFile = useMutation(api.files.remove).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, listTrash, id),
  );
  const restore = ({ _id: id, name }: PublicFile) =>
    void restoreFile({ id }).then(() => toast(words.restored(name)), failed(words.notRestored));
  return {
    trash: (file: PublicFile) =>
      void trashFile({ id: file._id }).then(
        () =>
          toast(words.trashed(file.name), {
            action: { label: words.undo, onClick: () => restore(file) },
          }),
        failed(words.notTrashed),
      ),
    restore,
    remove: ({ _id: id }: PublicFile) => void removeFile({ id }).catch(failed(words.notRemoved)),
  };
}
