// The mutations of notes, with what the lists on this page show until the server has answered.
import { api } from "@repo/backend/_generated/api";
import type { PublicNote } from "@repo/validators/notes";
import { insertAtTop, optimisticallyUpdateValueInPaginatedQuery, useMutation } from "convex/react";
import type { OptimisticLocalStore } from "convex/browser";
import type { Id } from "@repo/backend/_generated/dataModel";

/** Creates a note; it stands at the top of the list at once. */
export function useCreateNote() {
  return useMutation(api.notes.create).withOptimisticUpdate((store, input) => {
    insertAtTop({
      paginatedQuery: api.notes.list,
      localQueryStore: store,
      item: { ...input, _id: temporaryId(), _creationTime: Date.now() },
    });
  });
}

/** Changes a note in place. */
export function useUpdateNote() {
  return useMutation(api.notes.update).withOptimisticUpdate((store, { id, ...changes }) => {
    optimisticallyUpdateValueInPaginatedQuery(store, api.notes.list, {}, (note) =>
      note._id === id ? { ...note, ...changes } : note,
    );
  });
}

/** Removes a note; it leaves the list at once. */
export function useRemoveNote() {
  return useMutation(api.notes.remove).withOptimisticUpdate((store, { id }) => {
    removeFromPages(store, id);
  });
}

/** A note that the server has not confirmed yet has an id of this form. */
const TEMPORARY = "temporary:";

function temporaryId(): Id<"notes"> {
  return `${TEMPORARY}${crypto.randomUUID()}` as Id<"notes">;
}

/** Whether the note is still on its way to the server, so that it cannot be changed yet. */
export function isTemporary(note: PublicNote): boolean {
  return note._id.startsWith(TEMPORARY);
}

function removeFromPages(store: OptimisticLocalStore, id: string): void {
  for (const { args, value } of store.getAllQueries(api.notes.list)) {
    if (!value?.page.some((note) => note._id === id)) continue;
    const page = value.page.filter((note) => note._id !== id);
    store.setQuery(api.notes.list, args, { ...value, page });
  }
}
