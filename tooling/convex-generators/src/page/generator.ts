// `pnpm plop page` as the command line sees it.
import {
  type Generator,
  type Missing,
  argumentMissing,
  commandLineOf,
} from "@groundwork/plop-engine/generator";
import { pageCommand } from "./command.ts";
import { type PageInput, pageShape } from "./input.ts";
import { planPage } from "./plan.ts";

export const pageGenerator: Generator<PageInput> = {
  ...commandLineOf<PageInput>(pageCommand, "path"),
  shape: pageShape,

  missing(input) {
    const missing: Missing[] = [];
    const lacks = (...missed: Parameters<typeof argumentMissing>) =>
      missing.push(argumentMissing(...missed));
    if (input.path === undefined) lacks("<path>", "a page has an address.", "sent-mails");
    if (input.query === undefined && input.mutation === undefined) {
      const message = "a page shows a query, or has the form of a mutation.";
      lacks("--query", message, "--query", "notes.list");
    }
    if (input.under === undefined) {
      const message = "a page is under team, signed-in, admin or public.";
      lacks("--under", message, "--under", "signed-in");
    }
    return missing;
  },

  plan: planPage,

  answerable: [],
};
