// Files that a project writes from its code, such as reference pages. Nobody edits them and no run owns
// them: they are refreshed after each run and restored when a run is rolled back.

/** Texts by path, relative to the repository. */
export type Pages = Readonly<Record<string, string>>;

export interface RefreshedPages {
  /** The files that changed, relative to the repository. */
  changed: string[];
  /** The commands that are left to a person. */
  left: string[];
}

/** How a project writes its pages. */
export interface PagesWriter {
  /** The commands by which a person writes them. */
  commands: readonly string[];
  /**
   * Reads all pages as they are.
   * @param root the repository's absolute path
   */
  read(root: string): Pages;
  /**
   * Generates all pages from the code again. The caller has the old ones in the journal.
   * @param root the repository's absolute path
   * @param isUndo whether a run was undone, so that what is missing is no loss
   * @throws GeneratorError (5) when they cannot be written
   */
  refresh(root: string, isUndo: boolean): Promise<RefreshedPages>;
}
