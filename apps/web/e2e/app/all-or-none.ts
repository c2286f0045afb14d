// Starting several things at once: when one fails, nothing that was started stays open.

/**
 * Waits for all, also after one has failed: what still starts would otherwise keep the process open.
 * @param started what begins at the same time
 * @param undo closes what one of them has begun; it runs for each only when another has failed
 * @returns what they resolve to
 * @throws the first failure
 */
export async function allOrNone<Started extends readonly unknown[]>(
  started: { [Key in keyof Started]: Promise<Started[Key]> },
  undo: (begun: Started[number]) => Promise<unknown> = async () => {},
): Promise<Started> {
  const settled = await Promise.allSettled(started);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed === undefined) return (await Promise.all(started)) as unknown as Started;
  const begun = settled.filter((one) => one.status === "fulfilled");
  await Promise.all(begun.map(({ value }) => undo(value as Started[number])));
  throw failed.reason;
}
