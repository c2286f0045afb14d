// `_creationTime`: floats in ms that never repeat inside a transaction.

const floats = new Float64Array(1);
const bits = new BigUint64Array(floats.buffer);

/** The next representable float after a positive one. */
export function nextFloat(value: number): number {
  floats[0] = value;
  bits[0]! += 1n;
  return floats[0];
}

/** The smallest float, in ms, that is after a time in ns. */
export function millisAfter(ns: bigint): number {
  const millis = Number(ns / 1_000_000n) + Number(ns % 1_000_000n) / 1e6;
  return nextFloat(millis);
}

/** A time in ns that is not before a time in ms. */
export function nanosNotBefore(millis: number): bigint {
  const whole = Math.floor(millis);
  return BigInt(whole) * 1_000_000n + BigInt(Math.ceil((millis - whole) * 1e6));
}
