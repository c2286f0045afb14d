// What a grant is made of: the operations and the scopes.
export const operations = ["read", "create", "update", "remove"] as const;
export type Operation = (typeof operations)[number];

/**
 * On which rows: the caller's own, those of the caller's teams, those of teams that they own, or every row. Where
 * rows belong to teams, `own` ends when the caller leaves the team. Where each is a part of another row, `parent`
 * asks the access of that one: reading takes its `read`, the rest its `update`; and `own` takes its `read`, too.
 */
export type Scope = "own" | "team" | "led" | "parent" | "all";

/** A scope, or a scope with the only fields that may be written within it. */
export type Grant = Scope | { scope: Scope; only: readonly string[] };
