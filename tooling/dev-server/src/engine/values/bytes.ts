// Byte-string arithmetic for order-preserving keys.

/** Negative, zero or positive, as `a` sorts before, with or after `b` (unsigned, shorter first). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** The smallest key after `key`. */
export function keyAfter(key: Uint8Array): Buffer {
  const next = Buffer.alloc(key.length + 1);
  next.set(key);
  return next;
}

/**
 * A bound above every key that starts with `prefix`. Holds for whole encoded values only: what follows
 * one in a key (a type tag or a character of an id) is always below 0xFF.
 */
export function prefixEnd(prefix: Uint8Array): Buffer {
  const end = Buffer.alloc(prefix.length + 1);
  end.set(prefix);
  end[prefix.length] = 0xff;
  return end;
}

/** Whether `bytes` starts with `prefix`. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (bytes.length < prefix.length) return false;
  return Buffer.compare(bytes.subarray(0, prefix.length), prefix) === 0;
}

/** Position of the first element of a sorted list that is not before `key`. */
export function lowerBound<T>(
  sorted: readonly T[],
  key: Uint8Array,
  keyOf: (item: T) => Uint8Array,
): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compareBytes(keyOf(sorted[middle]!), key) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
