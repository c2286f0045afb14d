// Who reads which keys: answers "whose ranges hold this key?" quickly for many readers. Points
// live in a hash map; wider ranges in a treap by lower bound, each node knowing the highest upper
// bound below it (an interval tree), so that a lookup costs log(n) plus its hits.

import type { ReadRange } from "../kernel/database-types.ts";

interface Node<T> {
  low: Uint8Array;
  high: Uint8Array;
  /** Highest `high` in this subtree. */
  reach: Uint8Array;
  owners: Set<T>;
  priority: number;
  left: Node<T> | null;
  right: Node<T> | null;
}

interface IndexEntry<T> {
  points: Map<string, Set<T>>;
  root: Node<T> | null;
}

export class RangeIndex<T> {
  readonly #indexes = new Map<number, IndexEntry<T>>();
  #seed = 1;

  add(range: ReadRange, owner: T): void {
    if (compare(range.low, range.high) >= 0) return;
    const entry = this.#indexes.get(range.indexId) ?? { points: new Map(), root: null };
    this.#indexes.set(range.indexId, entry);
    if (isPoint(range)) {
      const key = keyOf(range.low);
      const owners = entry.points.get(key);
      if (owners === undefined) entry.points.set(key, new Set([owner]));
      else owners.add(owner);
      return;
    }
    entry.root = insert(entry.root, range, owner, this.#random());
  }

  remove(range: ReadRange, owner: T): void {
    const entry = this.#indexes.get(range.indexId);
    if (entry === undefined) return;
    if (isPoint(range)) {
      const key = keyOf(range.low);
      const owners = entry.points.get(key);
      owners?.delete(owner);
      if (owners?.size === 0) entry.points.delete(key);
    } else {
      entry.root = remove(entry.root, range, owner);
    }
    if (entry.root === null && entry.points.size === 0) this.#indexes.delete(range.indexId);
  }

  /** Calls `hit` for every owner of a range that holds `key`; an owner may be named twice. */
  find(indexId: number, key: Uint8Array, hit: (owner: T) => void): void {
    const entry = this.#indexes.get(indexId);
    if (entry === undefined) return;
    entry.points.get(keyOf(key))?.forEach(hit);
    stab(entry.root, key, hit);
  }

  /** Balance only; a fixed sequence (Numerical Recipes' LCG) keeps runs repeatable. */
  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0;
    return this.#seed;
  }
}

/** Whether `key` lies in the range. */
export function holds(range: ReadRange, key: Uint8Array): boolean {
  return compare(range.low, key) <= 0 && compare(key, range.high) < 0;
}

/** Bytewise order of keys. */
const compare = Buffer.compare;

/** `[k, k‖0)` holds `k` alone. */
function isPoint({ low, high }: ReadRange): boolean {
  return (
    high.length === low.length + 1 &&
    high[low.length] === 0 &&
    compare(low, high.subarray(0, low.length)) === 0
  );
}

function keyOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}

function order<T>(range: ReadRange, node: Node<T>): number {
  return compare(range.low, node.low) || compare(range.high, node.high);
}

function insert<T>(node: Node<T> | null, range: ReadRange, owner: T, priority: number): Node<T> {
  if (node === null) {
    const { low, high } = range;
    return { low, high, reach: high, owners: new Set([owner]), priority, left: null, right: null };
  }
  const side = order(range, node);
  if (side === 0) {
    node.owners.add(owner);
    return node;
  }
  if (side < 0) {
    node.left = insert(node.left, range, owner, priority);
    return node.left.priority > node.priority ? rotateRight(node, node.left) : measured(node);
  }
  node.right = insert(node.right, range, owner, priority);
  return node.right.priority > node.priority ? rotateLeft(node, node.right) : measured(node);
}

function remove<T>(node: Node<T> | null, range: ReadRange, owner: T): Node<T> | null {
  if (node === null) return null;
  const side = order(range, node);
  if (side < 0) node.left = remove(node.left, range, owner);
  else if (side > 0) node.right = remove(node.right, range, owner);
  else {
    node.owners.delete(owner);
    if (node.owners.size === 0) return merge(node.left, node.right);
  }
  return measured(node);
}

/** Joins two subtrees of which every node of `left` comes before every node of `right`. */
function merge<T>(left: Node<T> | null, right: Node<T> | null): Node<T> | null {
  if (left === null || right === null) return left ?? right;
  if (left.priority > right.priority) {
    left.right = merge(left.right, right);
    return measured(left);
  }
  right.left = merge(left, right.left);
  return measured(right);
}

function rotateRight<T>(node: Node<T>, left: Node<T>): Node<T> {
  node.left = left.right;
  left.right = measured(node);
  return measured(left);
}

function rotateLeft<T>(node: Node<T>, right: Node<T>): Node<T> {
  node.right = right.left;
  right.left = measured(node);
  return measured(right);
}

function measured<T>(node: Node<T>): Node<T> {
  let reach = node.high;
  if (node.left !== null && compare(node.left.reach, reach) > 0) reach = node.left.reach;
  if (node.right !== null && compare(node.right.reach, reach) > 0) reach = node.right.reach;
  node.reach = reach;
  return node;
}

function stab<T>(node: Node<T> | null, key: Uint8Array, hit: (owner: T) => void): void {
  if (node === null || compare(key, node.reach) >= 0) return;
  stab(node.left, key, hit);
  if (compare(node.low, key) > 0) return;
  if (compare(key, node.high) < 0) node.owners.forEach(hit);
  stab(node.right, key, hit);
}
