// Where the HTTP routes of the backend answer.
import { createContext, use } from "react";

export const SiteUrlContext = createContext<string | null>(null);

/** The origin of the backend's HTTP routes. Throws outside the app. */
export function useSiteUrl(): string {
  const url = use(SiteUrlContext);
  if (url === null) throw new Error("useSiteUrl is for components of the app.");
  return url;
}
