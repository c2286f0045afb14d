// The mutations of notes, with what the list shows until the server has answered.
import { api } from "@repo/backend/_generated/api";
import { insertAtTop, useMutation } from "convex/react";

import { changeInPages, removeFromPages, temporaryId } from "@/lib/optimistic";

/** Creates a note; it stands at the top of the list at once. */
export function useCreateNote() {
  return useMutation(api.notes.create).withOptimisticUpdate((store, input) => {
    insertAtTop({
      paginatedQuery: api.notes.list,
      localQueryStore: store,
      item: { ...input, _id: temporaryId<"notes">(), _creationTime: Date.now() },
    });
  });
}

/** Changes a note in place. */
export function useUpdateNote() {
  return useMutation(api.notes.update).withOptimisticUpdate((store, { id, ...changes }) => {
    changeInPages(store, api.notes.list, id, changes);
  });
}

/** Removes a note; it leaves the list at once. */
export function useRemoveNote() {
  return useMutation(api.notes.remove).withOptimisticUpdate((store, { id }) => {
    removeFromPages(store, api.notes.list, id);
  });
}
