// The plans of the inputs of a design, each on top of those before, as one run.
import { Composition } from "@groundwork/plop-engine/compose-plans";
import { GeneratorError, type Plan, type Tree } from "@groundwork/plop-engine/plan";
import { idOf, nextNumber, readHistory, recordPath } from "@groundwork/plop-engine/run/history";

/** Collects the plans, and what a person has to know of them. */
export class Planning {
  readonly next: string[] = [];
  readonly notes: string[] = [];
  readonly #composition: Composition;
  #number: number;

  /** @param tree the repository */
  constructor(tree: Tree) {
    this.#composition = new Composition(tree);
    this.#number = nextNumber(readHistory(tree));
  }

  /** The repository with what is planned so far, and its records. */
  get tree(): Tree {
    return this.#composition.tree;
  }

  /**
   * Adds a plan that was made from `tree`.
   * @returns whether it changes anything
   */
  add(plan: Plan): boolean {
    const { command, subject, input, files, removals = [] } = plan;
    const changed = files.filter(({ before, after }) => before !== after);
    if (changed.length + removals.length === 0) return false;
    const id = idOf(this.#number++, command, subject);
    // Later plans read from it what this one has made.
    const record = JSON.stringify({ version: 1, id, command, input, files: [] });
    this.#composition.add({ ...plan, files: changed }, { [recordPath(id)]: record });
    this.next.push(...plan.next.filter((step) => !this.next.includes(step)));
    this.notes.push(...plan.notes.filter((note) => !this.notes.includes(note)));
    return true;
  }

  /** Everything as one plan. */
  plan(command: string, input: object): Plan {
    const parts = this.#composition.parts;
    return {
      ...{ command, input, next: this.next, notes: this.notes },
      ...this.#composition.changes(),
      ...(parts.length > 0 && { parts }),
    };
  }
}

/** What a step that may fail gives, or its failure. */
export function attempt<Of>(step: () => Of): Of | GeneratorError {
  try {
    return step();
  } catch (error) {
    if (error instanceof GeneratorError) return error;
    throw error;
  }
}
