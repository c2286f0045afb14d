// Built-ins that Convex's V8 has and the oldest supported Node lacks.

/** Adds what is missing; does nothing on a newer Node. */
export function installNewerBuiltIns(): void {
  add(Promise, "withResolvers", function withResolvers(this: PromiseConstructor) {
    let resolve: unknown;
    let reject: unknown;
    const promise = new this((onValue, onError) => {
      resolve = onValue;
      reject = onError;
    });
    return { promise, resolve, reject };
  });
  add(
    Object,
    "groupBy",
    (items: Iterable<unknown>, key: (item: unknown, at: number) => PropertyKey) => {
      const groups = Object.create(null) as Record<PropertyKey, unknown[]>;
      let at = 0;
      for (const item of items) (groups[key(item, at++)] ??= []).push(item);
      return groups;
    },
  );
  add(Map, "groupBy", (items: Iterable<unknown>, key: (item: unknown, at: number) => unknown) => {
    const groups = new Map<unknown, unknown[]>();
    let at = 0;
    for (const item of items) {
      const name = key(item, at++);
      groups.set(name, [...(groups.get(name) ?? []), item]);
    }
    return groups;
  });
  add(
    Array,
    "fromAsync",
    async (items: AsyncIterable<unknown>, map?: (item: unknown) => unknown) => {
      const result: unknown[] = [];
      for await (const item of items) result.push(map === undefined ? item : await map(item));
      return result;
    },
  );
}

function add(target: object, name: string, value: unknown): void {
  if (name in target) return;
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}
