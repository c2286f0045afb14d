// What the people of a team are called, where one is chosen or named.

/**
 * Calls people by their names, in the order of these; people with the same name are distinguished by their addresses.
 * @param members the people of a team
 * @returns names by the ids of the people
 */
export function memberNames(
  members: readonly { userId: string; name: string; email: string }[],
): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  for (const { name } of members) count.set(name, (count.get(name) ?? 0) + 1);
  const named = members.map(({ userId, name, email }): [string, string] => [
    userId,
    count.get(name) === 1 ? name : `${name} (${email})`,
  ]);
  return new Map(named.toSorted(([, one], [, other]) => one.localeCompare(other, "en")));
}
