// Puts postings into their blocks. Changes are gathered first, as those of one document are spread over
// many blocks, which those of the next one change, too.

import { StoreView, type Store } from "../storage/store.ts";
import { BlockWriter, blockPostings, type Posting } from "./posting-block.ts";
import { blockKey, blockOf, LAST_BLOCK, orderOf } from "./postings.ts";

/** A block that grows beyond this is split: a change writes the whole block, and a larger one saves little. */
const MAX_BLOCK_BYTES = 500;
const SPLIT_BLOCK_BYTES = 300;
/** Held in memory; an index that is made over a large table has many more. */
const MAX_CHANGES = 200_000;

/** Postings by where they stand; null: it goes. */
type Changes = Map<string, Posting | null>;

export class PostingWriter {
  readonly #store: Store;
  /** By scope, as latin1 text. */
  readonly #changes = new Map<string, Changes>();
  #count = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @param scope as latin1 text */
  put(scope: string, posting: Posting): void {
    this.#add(scope, orderOf(posting), posting);
  }

  /** @param scope as latin1 text */
  remove(scope: string, posting: Posting): void {
    this.#add(scope, orderOf(posting), null);
  }

  /** Inside the open write transaction. Of two changes of one posting the later counts. */
  save(): void {
    for (const [scope, changes] of this.#changes) this.#saveScope(scope, changes);
    this.#changes.clear();
    this.#count = 0;
  }

  #add(scope: string, order: string, posting: Posting | null): void {
    let changes = this.#changes.get(scope);
    if (!changes) this.#changes.set(scope, (changes = new Map()));
    changes.set(order, posting);
    if (++this.#count >= MAX_CHANGES) this.save();
  }

  #saveScope(scope: string, changes: Changes): void {
    const view = new StoreView(this.#store, null);
    const orders = [...changes.keys()].sort();
    for (let from = 0; from < orders.length;) {
      const block = blockOf(view, scope, orders[from]!);
      const end = block?.end ?? LAST_BLOCK;
      let to = from + 1;
      while (to < orders.length && orders[to]! < end) to += 1;
      this.#replace(scope, end, merged(block?.value ?? null, orders.slice(from, to), changes));
      from = to;
    }
  }

  #replace(scope: string, end: string, postings: Posting[]): void {
    const { postings: database } = this.#store;
    if (postings.length === 0) {
      database.remove(blockKey(scope, end));
      return;
    }
    const blocks = encoded(postings);
    for (const [n, { value }] of blocks.entries()) {
      const next = blocks[n + 1];
      const key = next
        ? separator(orderOf(postings[next.from - 1]!), orderOf(postings[next.from]!))
        : end;
      database.put(blockKey(scope, key), value);
    }
  }
}

/** @param orders of the changes in the block, sorted */
function merged(block: Buffer | null, orders: string[], changes: Changes): Posting[] {
  const postings: Posting[] = [];
  let at = 0;
  const take = () => {
    const posting = changes.get(orders[at++]!);
    if (posting) postings.push(posting);
  };
  for (const posting of block === null ? [] : blockPostings(block)) {
    const order = orderOf(posting);
    while (at < orders.length && orders[at]! < order) take();
    if (orders[at] === order) take();
    else postings.push(posting);
  }
  while (at < orders.length) take();
  return postings;
}

/** Postings as one block, or as several of about the same size. */
function encoded(postings: Posting[]): { from: number; value: Buffer }[] {
  const writer = new BlockWriter();
  for (const posting of postings) writer.add(posting);
  const { size } = writer;
  const whole = writer.finish();
  if (size <= MAX_BLOCK_BYTES) return [{ from: 0, value: whole }];
  const share = size / Math.ceil(size / SPLIT_BLOCK_BYTES);
  const blocks: { from: number; value: Buffer }[] = [];
  let from = 0;
  for (const [n, posting] of postings.entries()) {
    if (writer.size >= share) {
      blocks.push({ from, value: writer.finish() });
      from = n;
    }
    writer.add(posting);
  }
  blocks.push({ from, value: writer.finish() });
  return blocks;
}

/** The shortest text above `before` and not above `after`, of which `before` is the lower. */
function separator(before: string, after: string): string {
  let common = 0;
  while (before[common] === after[common]) common += 1;
  return after.slice(0, common + 1);
}
