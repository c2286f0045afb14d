// How the core, or a feature, declares what remains of a removed person.

const DAYS_UNTIL_PURGE = 1;

/** The function of a cron that removes it, and after how many days at the latest: a purge runs once a day. */
export interface Bound {
  days: number;
  by: string;
}

/** Something of a person that is still there after their removal. */
export interface Remains {
  what: string;
  why: string;
  /** `theirs`: it is the work of others, and stays for as long as they keep it. */
  until: Bound | "theirs";
  /** By when it is gone where it was of a team that goes with the person. */
  ofOwnTeam?: Bound;
}

export interface RemainsPart {
  /** What the app writes: by table and column; for a component, by its path and table. */
  remains: { readonly [place: string]: Remains };
  /** Tables of components that hold nothing about a removed person, each with the reason. */
  untellingComponents: { readonly [table: string]: string };
  /** The same for all tables whose path begins so. */
  untellingFamilies: { readonly [start: string]: string };
}

/**
 * States when a cron has removed something.
 * @param days how long it is kept
 * @param by the function of the cron, such as `emails:purge`
 */
export function afterDays(days: number, by: string): Bound {
  return { days: days + DAYS_UNTIL_PURGE, by };
}
