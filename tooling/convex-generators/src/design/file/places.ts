// Where the values of a design stand in its text.
import type { Node } from "oxc-parser";
import { positionOf } from "@groundwork/plop-engine/edit/source";
import { stringValue } from "@groundwork/plop-engine/edit/syntax";
import type { DesignFile, DesignPath, Place } from "./design-file.ts";

interface Found {
  value: Node;
  key: Node | null;
}

export class Places {
  readonly #code: string;
  readonly #before: number;
  readonly #found = new Map<string, Found>();

  /**
   * @param code the text of the file
   * @param before what the parsed text has before it, in characters
   */
  constructor(code: string, before = 0) {
    this.#code = code;
    this.#before = before;
  }

  /** Notes a value. Returns false when its key was there before. */
  add(at: DesignPath, value: Node, key: Node | null): boolean {
    const name = JSON.stringify(at);
    const isNew = !this.#found.has(name);
    if (isNew) this.#found.set(name, { value, key });
    return isNew;
  }

  of(node: Node): Place {
    return this.#at(node.start);
  }

  placeOf: DesignFile["placeOf"] = (at, offset) => {
    const found = this.#found.get(JSON.stringify(at));
    if (found === undefined) return this.keyPlaceOf(at);
    const { value } = found;
    if (offset === undefined) return this.of(value);
    return this.#at(value.start + this.#inText(value, offset));
  };

  keyPlaceOf: DesignFile["keyPlaceOf"] = (at) => {
    for (let length = at.length; length >= 0; length--) {
      const found = this.#found.get(JSON.stringify(at.slice(0, length)));
      if (found !== undefined) return this.of(found.key ?? found.value);
    }
    return { line: 1, column: 1 };
  };

  /** How far a character of a text is from the quote that it starts with: escapes are longer than what they stand for. */
  #inText(node: Node, offset: number): number {
    const isText = stringValue(node) !== null || node.type === "TemplateLiteral";
    if (!isText) return 0;
    const raw = this.#code.slice(node.start - this.#before + 1, node.end - this.#before - 1);
    const escape = /\\(?:u\{[^}]*\}|u.{4}|x..|[^])/y;
    let at = 0;
    for (let count = 0; count < offset && at < raw.length; count++) {
      escape.lastIndex = at;
      at += escape.exec(raw)?.[0].length ?? 1;
    }
    return at + 1;
  }

  #at(offset: number): Place {
    return positionOf(this.#code, Math.max(0, offset - this.#before));
  }
}
