// How much of its file a database needs.

import { openStore } from "./store.ts";

/**
 * Counts the pages that hold something. The file is larger: it keeps the pages of what is gone for what
 * comes next, and a page that is written again takes another place.
 * @param directory of a database, which may be open
 * @returns bytes
 */
export async function liveBytes(directory: string): Promise<number> {
  const { environment, documents, entries, postings, vectors, meta } = openStore(directory, true);
  try {
    return [documents, entries, postings, vectors, meta]
      .map((database) => database.getStats() as PageCounts)
      .map((pages) => {
        const { treeBranchPageCount, treeLeafPageCount, overflowPages, pageSize } = pages;
        return (treeBranchPageCount + treeLeafPageCount + overflowPages) * pageSize;
      })
      .reduce((sum, bytes) => sum + bytes, 0);
  } finally {
    await environment.close();
  }
}

/** What LMDB reports about one of its trees. */
interface PageCounts {
  treeBranchPageCount: number;
  treeLeafPageCount: number;
  overflowPages: number;
  pageSize: number;
}
