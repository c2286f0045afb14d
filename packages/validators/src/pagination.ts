// How much of a list one call may ask for.

/** Rows on a page when the client has no reason to ask for another number. */
export const PAGE_SIZE = 25;

/** Rows a page never exceeds, whatever the client asks for. */
export const PAGE_SIZE_MAX = 100;
