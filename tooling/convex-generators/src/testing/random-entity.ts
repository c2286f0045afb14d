// Entities that nobody thought of, the same ones each time.
import { parseField } from "../fields/parse.ts";
import type { EntityInput } from "../entity/input.ts";

/** Numbers that look random and are the same each time, from 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const types = [
  ...[
    "string",
    "string(1..120)",
    "text(..9000)",
    "email",
    "url",
    "int",
    "int(-5..5)",
    "number(0.5..)",
  ],
  ...["bool", "date", "enum(open,closed)", "enum(only)", "ref(notes)", "ref(users)", "file"],
  ...["vector(16)", "json", "money(EUR,0..999.99)", "money(JPY)", "day", "time", "duration"],
  ...["bigint", "bigint(0..9000)"],
];
const suffixes = ["", "", "?", "[0..3]", "[1..9]?"];
const more = [
  ...["", "", "", "+index", "+unique", "+search", "+immutable", "+server", "+private"],
  ...["+cascade", "+clear", "+immutable+private", "+unique+search", "+server+private"],
  ...["+nullable"],
];
const defaults = ["", "", "", "=now", "=me", "=1", "=true", "=open", '=""'];
const names = [
  "title",
  "body",
  "at",
  "class",
  "a",
  "isDone",
  "x1",
  "dueDate",
  "theLongestNameOfAllOfThese",
];
const grants = [
  ...[["admin:all"], ["member:own", "admin:all"], ["member:all:read", "admin:all"]],
  ...[["member:own:read+create"], ["member:own", "admin:own"], ["member:all"]],
  ...[
    ["member:team", "admin:all"],
    ["member:team:read+create", "member:own:update+remove"],
    ["member:own", "admin:team"],
  ],
];

/**
 * Asks for an entity of any fields, access and more that the grammar allows; what they say together may be refused.
 * @param random numbers from 0 up to 1
 * @param name its name; default: one of some, of all lengths
 */
export function randomEntity(random: () => number, name?: string): EntityInput {
  const pick = <Of>(from: readonly Of[]) => from[Math.floor(random() * from.length)]!;
  const chosen = names.filter(() => random() < 0.5).slice(0, 6);
  const fields = chosen.flatMap((name) => {
    const tries = Array.from(
      { length: 20 },
      () => `${name}:${pick(types)}${pick(suffixes)}${pick(more)}${pick(defaults)}`,
    );
    return tries.find((text) => parseField(text).problems.length === 0) ?? [];
  });
  const access = pick(grants);
  if (access.join().includes("own")) fields.push("ownerId:ref(users)+owner");
  const isOfTeam = access.join().includes("team");
  if (isOfTeam) fields.push("teamId:ref(teams)+cascade");
  // Often refused; what is not has to hold together with the rest.
  const together = [...chosen, "summary"]
    .filter(() => random() < 0.4)
    .slice(0, 2)
    .join(",");
  const flag = together.includes(",") && pick(["unique", "index", ""] as const);
  const about = random() < 0.3 && "what *is* | told of `it`";
  return {
    name:
      name ?? pick(["thing", "orderItem", "box", "aVeryLongNameOfAnEntityThatMakesLinesTooLong"]),
    fields: ["summary:string(3..80)", ...fields],
    access,
    allowAny: true,
    ...(random() < 0.5 && { web: true }),
    ...(about && { about }),
    ...(flag && { [flag]: [together] }),
  };
}
