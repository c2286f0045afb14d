import { api } from "@repo/backend/_generated/api";
import type { OptimisticLocalStore } from "convex/browser";
import { useMutation } from "convex/react";

import { failed } from "@/lib/failed";
import { changeInPages } from "@/lib/optimistic";

import { words } from "./words";

function changeCount(store: OptimisticLocalStore, change: (count: number) => number): void {
  const frame = store.getQuery(api.frame.get, {});
  if (!frame) return;
  const count = Math.max(0, change(frame.unread.count));
  store.setQuery(api.frame.get, {}, { ...frame, unread: { ...frame.unread, count } });
}

/** Marks one as read; the count changes at once. */
export function useMarkRead() {
  return useMutation(api.notifications.markRead).withOptimisticUpdate((store, { id }) => {
    changeInPages(store, api.notifications.list, id, { readAt: Date.now() });
    changeCount(store, (count) => count - 1);
  });
}

/** Marks all as read; the count changes at once. What the server refuses is said in a toast. */
export function useMarkAllRead(): () => void {
  const markAll = useMutation(api.notifications.markAllRead).withOptimisticUpdate((store) => {
    for (const { value } of store.getAllQueries(api.notifications.list)) {
      for (const row of value?.page ?? []) {
        if (row.readAt !== undefined) continue;
        changeInPages(store, api.notifications.list, row._id, { readAt: Date.now() });
      }
    }
    changeCount(store, () => 0);
  });
  return () => {
    markAll({}).catch(failed(words.notAllMarked));
  };
}
