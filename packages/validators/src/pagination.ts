// How much of a list one call may ask for.

/** Rows on a page when the client has no reason to ask for another number. */
export const PAGE_SIZE = 25;

/** Rows a page never exceeds, whatever the client asks for. */
export const PAGE_SIZE_MAX = 100;

/** Bytes after which a page ends, with however few rows. A transaction may read four times as many. */
export const PAGE_BYTES_MAX = 4_000_000;
