// structuredClone whose results belong to this realm (the host's would have foreign prototypes).

const TYPED_ARRAY_TAG = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
);

/** A deep copy, as the HTML standard's structured clone makes it. @throws TypeError DataCloneError */
export function structuredCloneHere<T>(value: T): T {
  return clone(value, new Map()) as T;
}

function clone(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === "function" || typeof value === "symbol") throw notCloneable(value);
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const copy = shallow(value);
  seen.set(value, copy);
  if (value instanceof Map) {
    for (const [key, item] of value)
      (copy as Map<unknown, unknown>).set(clone(key, seen), clone(item, seen));
  } else if (value instanceof Set) {
    for (const item of value) (copy as Set<unknown>).add(clone(item, seen));
  } else if (Array.isArray(value) || isRecord(value)) {
    for (const key of Object.keys(value)) {
      (copy as Record<string, unknown>)[key] = clone((value as Record<string, unknown>)[key], seen);
    }
  }
  return copy;
}

/** A new object of the same kind; containers come back empty. */
function shallow(value: object): object {
  if (Array.isArray(value)) return new Array(value.length);
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof Map) return new Map();
  if (value instanceof Set) return new Set();
  if (value instanceof Error) return cloneError(value);
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (ArrayBuffer.isView(value)) return cloneView(value);
  if (value instanceof Boolean || value instanceof Number || value instanceof String) {
    return Object(value.valueOf()) as object;
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
    throw notCloneable(value);
  }
  // Blobs are immutable: a copy cannot be distinguished from the original.
  return value instanceof Blob ? value : {};
}

function isRecord(value: object): boolean {
  return !(
    value instanceof Date ||
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof ArrayBuffer ||
    value instanceof Blob ||
    ArrayBuffer.isView(value)
  );
}

function cloneError(error: Error): Error {
  const constructors: Record<string, ErrorConstructor> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };
  const copy = new (constructors[error.name] ?? Error)(error.message);
  if ("cause" in error) copy.cause = error.cause;
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

function cloneView(view: ArrayBufferView): ArrayBufferView {
  const buffer = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  const name = TYPED_ARRAY_TAG?.get?.call(view) as string | undefined;
  const constructors = globalThis as unknown as Record<
    string,
    new (buffer: ArrayBufferLike) => ArrayBufferView
  >;
  const View = constructors[name ?? "DataView"] ?? DataView;
  return new View(buffer);
}

function notCloneable(value: unknown): TypeError {
  const error = new TypeError(`${String(value)} could not be cloned.`);
  error.name = "DataCloneError";
  return error;
}
