// Reads the input of a page: the result is its model, or every problem of the input.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { capital, spoken, wordsOf, withoutAccents } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import { readIcon } from "../entity/options.ts";
import { readMutation, readQuery } from "./functions.ts";
import { type PageInput, type Place, places } from "./input.ts";
import type { PageModel } from "./model.ts";

const TITLE_MAX = 40;

/**
 * Reads the input of a page.
 * @throws GeneratorError (2) with all problems; (4) for a file that cannot be read
 */
export function readPage(input: PageInput, tree: Tree): PageModel {
  const problems: Problem[] = [];
  const path = readPath(input.path, problems);
  const under = readPlace(input.under, problems);
  const title = readTitle(input.title, path, problems);
  const icon = readIcon(input.icon, tree, problems);
  const reading = { tree, under, problems };
  const query = input.query === undefined ? null : readQuery(input.query, reading);
  const mutation = input.mutation === undefined ? null : readMutation(input.mutation, reading);
  if (input.query === undefined && input.mutation === undefined) {
    const message = "a page shows a query, or has the form of a mutation.";
    problems.push({ code: "PAGE_FUNCTION", arg: "--query", message, fix: "--query notes.list" });
  }
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { path, under, title, icon, query, mutation };
}

/** Reads the last part of an address, and adds what is wrong with it to the problems. */
export function readPath(typed: string, problems: Problem[]): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(typed) && typed.length <= 40) return typed;
  const last =
    typed
      .split("/")
      .filter((part) => part !== "")
      .at(-1) ?? "";
  const plain = wordsOf(withoutAccents(last).replace(/[^A-Za-z0-9]+/g, "-"))
    .join("-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40)
    .replace(/-$/, "");
  const message = `"${typed}" is no last part of an address: words in lower case, joined by hyphens.`;
  problems.push({ code: "PAGE_PATH", arg: typed, message, ...instead(plain || "sent-mails") });
  return plain || "page";
}

function readPlace(typed: string, problems: Problem[]): Place {
  const found = places.find((place) => place === typed);
  if (found !== undefined) return found;
  const near = didYouMean(typed, places);
  const message = `"${typed}" is no place of a page: ${places.join(", ")}.${near?.sentence ?? ""}`;
  problems.push({ code: "PAGE_UNDER", arg: typed, message, ...instead(near?.word ?? "signed-in") });
  return "signed-in";
}

function readTitle(typed: string | undefined, path: string, problems: Problem[]): string {
  const title = (typed ?? capital(spoken(wordsOf(path)))).trim().replace(/\s+/g, " ");
  if (title !== "" && title.length <= TITLE_MAX) return title;
  const message = `a title has 1 to ${TITLE_MAX} characters, and "${title}" has ${title.length}.`;
  const fixed = title.slice(0, TITLE_MAX).trim() || "A title";
  problems.push({ code: "PAGE_TITLE", arg: typed ?? "--title", message, ...instead(fixed) });
  return title;
}
