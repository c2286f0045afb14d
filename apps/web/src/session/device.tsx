// What tells the backend that somebody has signed in on this device before: others who try passwords on
// their account do not count for it. It grants no access, and stays after signing out.
import { useEffect } from "react";

import { useFramePart } from "./session";

const KEY = "signed-in-device";

/** What to send along when signing in; nothing on a new device. */
export function knownDevice(): { device?: string } {
  const device = localStorage.getItem(KEY);
  return device === null ? {} : { device };
}

/** Keeps it while somebody is signed in. Shows nothing. */
export function RememberDevice() {
  const token = useFramePart("device");
  useEffect(() => {
    if (token !== undefined) localStorage.setItem(KEY, token);
  }, [token]);
  return null;
}
