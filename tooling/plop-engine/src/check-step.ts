// One check of what a plan wrote.

export const checkNames = ["types", "tests", "lint"] as const;
export type CheckName = (typeof checkNames)[number];

/** One run of one tool. */
export interface CheckStep {
  /** The kind of check and the package: `types of packages/backend`. */
  name: string;
  kind: CheckName;
  /** Where the tool runs, relative to the repository. */
  folder: string;
  /** The tool's script, relative to the repository. */
  script: string;
  args: string[];
  /** A script that runs before it: what writes a file that the tool reads. */
  first?: string;
}
