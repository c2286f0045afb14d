// Addresses of the web app's pages, for e-mails, which are read elsewhere.
import type { AppPath } from "@repo/validators/appPath";
import { env } from "../../_generated/server";

/** Where the web app runs in development; default of SITE_URL. */
const LOCAL_SITE = "http://localhost:5173";

/**
 * Makes the full address of a page.
 * @param path the page
 * @returns the address, on the site that SITE_URL names
 */
export function siteAddress(path: AppPath): string {
  return new URL(path, env.SITE_URL ?? LOCAL_SITE).href;
}
