// `pnpm plop page` as the command line sees it.
import { type Generator, commandLineOf, missingValues } from "@groundwork/plop-engine/generator";
import { pageCommand } from "./command.ts";
import { type PageInput, pageShape } from "./input.ts";
import { planPage } from "./plan.ts";

export const pageGenerator: Generator<PageInput> = {
  ...commandLineOf<PageInput>(pageCommand, "path"),
  shape: pageShape,

  missing: ({ path, query, mutation, under }) =>
    missingValues(
      [path === undefined, "<path>", "a page has an address.", "sent-mails"],
      [
        query === undefined && mutation === undefined,
        "--query",
        "a page shows a query, or has the form of a mutation.",
        ...["--query", "notes.list"],
      ],
      [
        under === undefined,
        "--under",
        "a page is under team, signed-in, admin or public.",
        ...["--under", "signed-in"],
      ],
    ),

  plan: planPage,

  answerable: [],
};
