// A cron as its templates need it: everything is known, nothing is wrong.

export interface CronModel {
  title: string;
  /** The module of the mutation and its name. */
  module: string;
  name: string;
  schedule: Schedule;
  work: Work;
}

/** When it runs: the method of `crons` and its second argument, as code. */
export interface Schedule {
  method: "interval" | "daily" | "weekly" | "cron";
  when: string;
}

export type Work =
  | { does: "removes"; table: string; age: Age }
  | { does: "each"; table: string }
  /** What exists already. */
  | { does: "calls"; args: string };

/** How old a row is when it goes. */
export interface Age {
  count: number;
  unit: "hour" | "day";
}
