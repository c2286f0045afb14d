// The files of the project, of which some are no text.
import { type Encoding, GeneratorError, type Tree } from "@groundwork/plop-engine/plan";

/** What is no source of the project. */
const SKIPPED =
  /^((node_modules|dist|coverage|runs|\.git|\.groundwork|\.turbo|\.tmp)\/|\.env.*|.*\.log)$/;

/** Every file of the project, by its path. */
export function pathsIn(tree: Tree, folder = ""): string[] {
  return tree.list(folder).flatMap((name) => {
    if (SKIPPED.test(name)) return [];
    const path = `${folder}${name}`;
    return name.endsWith("/") ? pathsIn(tree, path) : [path];
  });
}

/** What is in a file, and how the string stands for it. */
export interface Contents {
  contents: string;
  encoding?: Encoding;
}

/** Reads a file as text, or one that is no text, such as an image, as base64. */
export function contentsOf(tree: Tree, path: string): Contents {
  try {
    return { contents: tree.read(path)! };
  } catch (error) {
    if (!(error instanceof GeneratorError) || error.problems[0]?.code !== "FILE_NOT_TEXT") {
      throw error;
    }
    return { contents: tree.read(path, "base64")!, encoding: "base64" };
  }
}
