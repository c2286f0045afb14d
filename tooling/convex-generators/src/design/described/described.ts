// What describing a backend finds: the backend in the shape of a design, and where each thing stands in the code.
import type { Design } from "../design.ts";
import type { DesignPath } from "../file/design-file.ts";

export interface Described {
  design: Design;
  /** Where something stands in the code, `path:line`; of something that is not there, what it would be part of. */
  placeOf(at: DesignPath): string;
  /** The keys of the entities that a generator made, and records. */
  generated: ReadonlySet<string>;
  /** Whether a type is read from a validator of Convex's own, which says no bounds. */
  isLoose(at: DesignPath): boolean;
  /** The times and the period of each rate limit: `30/minute`; null for one that no rate says. */
  rates: Readonly<Record<string, string | null>>;
  /** Whether the access of tables and functions is declared where it can be read. */
  hasAccess: boolean;
  /** `module.name` of functions that come with an entity that a generator made, and so are not designed by themselves. */
  brought: ReadonlySet<string>;
  /** Tables that packages bring, so that no module of the project declares their fields. */
  foreignTables: ReadonlySet<string>;
}

/** Collects where things stand while they are read. */
export class Found {
  readonly #places = new Map<string, string>();
  readonly #loose = new Set<string>();

  add(at: DesignPath, place: string): void {
    this.#places.set(JSON.stringify(at), place);
  }

  addLoose(at: DesignPath): void {
    this.#loose.add(JSON.stringify(at));
  }

  isLoose(at: DesignPath): boolean {
    return this.#loose.has(JSON.stringify(at));
  }

  placeOf(at: DesignPath, otherwise: string): string {
    for (let end = at.length; end > 0; end--) {
      const place = this.#places.get(JSON.stringify(at.slice(0, end)));
      if (place !== undefined) return place;
    }
    return otherwise;
  }
}
