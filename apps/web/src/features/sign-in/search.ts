import { oneOf, searchParams } from "@/lib/search-params";

/** A path of this app to go to afterwards; this page and addresses elsewhere are ignored. */
const ownPath = (value: unknown) =>
  typeof value === "string" && /^\/(?![/\\]|sign-in)/.test(value) ? value : undefined;

/** Reads the search parameters of the sign-in page. */
export const readSignInSearch = searchParams({ mode: oneOf(["sign-up", "reset"]), next: ownPath });

export type SignInSearch = ReturnType<typeof readSignInSearch>;
