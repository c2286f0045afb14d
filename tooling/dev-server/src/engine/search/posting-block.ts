// Postings of one scope in few bytes. Most words of a text stand in it once, so that a posting is hardly
// more than what is unlike the one before it:
//
//   marks (1) · what is unlike in the term · what is unlike in the document's first 8 bytes
//   · the rest of the document's name, with its length (1), where it has one
//   · occurrences of the term, where there are several · terms in the field
//
// The marks hold how many bytes the documents have in common. Numbers take 7 bits to a byte, the lowest
// first. Terms and names of documents are strings of bytes (latin1).

/** A document has a term. */
export interface Posting {
  /** UTF-8. */
  term: string;
  /** Its name in the index: documentName. */
  document: string;
  /** Occurrences of the term. */
  count: number;
  /** Terms in the field. */
  length: number;
}

/** Bytes of a document's name that all names have. */
export const NAME_BYTES = 8;

const COMMON_BYTES = 0x0f;
const SAME_TERM = 0x10;
const ONCE = 0x20;
const LONG_NAME = 0x40;
/** In place of two lengths that do not fit half a byte each. */
const LONG_TERM = 0xff;

const FIRST = { term: "", document: "" };

/** Writes postings, which come in order, after each other. */
export class BlockWriter {
  #bytes = Buffer.allocUnsafe(2048);
  #size = 0;
  #last: Pick<Posting, "term" | "document"> = FIRST;

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  add(posting: Posting): void {
    const { term, document, count, length } = posting;
    this.#reserve(term.length + document.length + 32);
    const common = commonLength(this.#last.document, document, NAME_BYTES);
    const isSameTerm = term === this.#last.term;
    const isLong = document.length > NAME_BYTES;
    this.#byte(
      common | (isSameTerm ? SAME_TERM : 0) | (count === 1 ? ONCE : 0) | (isLong ? LONG_NAME : 0),
    );
    if (!isSameTerm) this.#term(term);
    this.#text(document, common, NAME_BYTES);
    if (isLong) {
      this.#byte(document.length - NAME_BYTES);
      this.#text(document, NAME_BYTES, document.length);
    }
    if (count !== 1) this.#number(count);
    this.#number(length);
    this.#last = posting;
  }

  /** The block; what is added next starts another one. */
  finish(): Buffer {
    const block = Buffer.from(this.#bytes.subarray(0, this.#size));
    this.#size = 0;
    this.#last = FIRST;
    return block;
  }

  #term(term: string): void {
    const common = commonLength(this.#last.term, term, term.length);
    const rest = term.length - common;
    if (common < 15 && rest < 15) {
      this.#byte((common << 4) | rest);
    } else {
      this.#byte(LONG_TERM);
      this.#byte(common);
      this.#byte(rest);
    }
    this.#text(term, common, term.length);
  }

  #text(text: string, from: number, to: number): void {
    for (let i = from; i < to; i++) this.#byte(text.charCodeAt(i));
  }

  #number(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte((rest & 0x7f) | 0x80);
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#bytes[this.#size++] = value;
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(this.#bytes.length * 2 + count);
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}

/** The postings of a block in order. */
export function blockPostings(block: Buffer): Posting[] {
  const postings: Posting[] = [];
  const bytes = block.toString("latin1");
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes.charCodeAt(at++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const text = (length: number) => bytes.slice(at, (at += length));
  let { term, document } = FIRST;
  while (at < bytes.length) {
    const marks = bytes.charCodeAt(at++);
    if ((marks & SAME_TERM) === 0) {
      const lengths = bytes.charCodeAt(at++);
      const isLong = lengths === LONG_TERM;
      const common = isLong ? bytes.charCodeAt(at++) : lengths >>> 4;
      const rest = isLong ? bytes.charCodeAt(at++) : lengths & 15;
      term = term.slice(0, common) + text(rest);
    }
    const common = marks & COMMON_BYTES;
    document = document.slice(0, common) + text(NAME_BYTES - common);
    if ((marks & LONG_NAME) !== 0) document += text(bytes.charCodeAt(at++));
    const count = (marks & ONCE) === 0 ? number() : 1;
    postings.push({ term, document, count, length: number() });
  }
  return postings;
}

function commonLength(a: string, b: string, most: number): number {
  let length = 0;
  while (length < most && length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) {
    length += 1;
  }
  return length;
}
