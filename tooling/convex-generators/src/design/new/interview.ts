import type { Inquirer } from "@groundwork/plop-engine/inquirer";
import type { Io } from "@groundwork/plop-engine/io";
import type { Tree } from "@groundwork/plop-engine/plan";

/** Asks, prints, and knows what was answered. */
export interface Interview {
  inquirer: Inquirer;
  io: Io;
  /** The repository with the roles and tables that were answered. */
  tree: Tree;
}
