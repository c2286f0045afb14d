// Where design and code say different things, each with its place and what to do.
import type { Problem } from "@groundwork/plop-engine/plan";
import type { Design } from "../design.ts";
import type { DesignPath } from "../file/design-file.ts";
import type { Described } from "./described.ts";

/** A design, and where its values stand in their file: of one that is absent, its key or what it would be part of. */
export interface PlacedDesign {
  path: string;
  design: Design;
  placeOf(at: DesignPath): { line: number; column: number };
}

/** Collects what differs. */
export class Findings {
  readonly problems: Problem[] = [];
  /** What the design does not name, by where it would stand there; and its value. */
  readonly unnamed: { at: DesignPath; value: unknown }[] = [];
  readonly #file: PlacedDesign;
  readonly described: Described;

  constructor(file: PlacedDesign, described: Described) {
    this.#file = file;
    this.described = described;
  }

  /** Something of the design that the code lacks, or says otherwise. */
  designed(code: string, at: DesignPath, message: string, fix: string): void {
    const { line, column } = this.#file.placeOf(at);
    this.problems.push({ code, arg: `${this.#file.path}:${line}:${column}`, message, fix });
  }

  /**
   * Something of the code that the design does not name.
   * @param at where it would stand in the design
   * @param place where it stands in the description; default: the same
   */
  undesigned(
    code: string,
    at: DesignPath,
    what: { message: string; value: unknown; place?: DesignPath },
  ): void {
    const { message, value, place = at } = what;
    const isElement = at.includes("index");
    const line = isElement ? literalText(value) : propertyText(String(at.at(-1)), value);
    const fix = `In ${this.#file.path}, under ${at.slice(0, -1).join(".")}: ${line}`;
    this.problems.push({ code, arg: this.described.placeOf(place), message, fix });
    this.unnamed.push({ at, value });
  }

  /** Where the code is that a difference is about. */
  placeOf(at: DesignPath): string {
    return this.described.placeOf(at);
  }
}

/** The command that changes what generators made. */
export const applyCommand = "pnpm plop design apply";

/** A property as it is written in a design. */
export function propertyText(name: string, value: unknown): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  return `${key}: ${literalText(value)},`;
}

/** A value as it is written in a design. */
export function literalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) =>
    propertyText(name, member).slice(0, -1),
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
