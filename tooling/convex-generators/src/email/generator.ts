// `pnpm plop email` as the command line sees it.
import {
  type Generator,
  type Missing,
  argumentMissing,
  commandLineOf,
} from "@groundwork/plop-engine/generator";
import { emailCommand } from "./command.ts";
import { type EmailInput, emailShape } from "./input.ts";
import { planEmail } from "./plan.ts";

export const emailGenerator: Generator<EmailInput> = {
  ...commandLineOf<EmailInput>(emailCommand, "name", "...values"),
  shape: emailShape,

  missing(input) {
    const missing: Missing[] = [];
    if (input.name === undefined) {
      missing.push(argumentMissing("<name>", "an e-mail has a name.", "order-shipped"));
    }
    const { values, text, link } = input;
    if (values === undefined && text === undefined && link === undefined) {
      const message = "an e-mail says something: a paragraph, values or a link.";
      missing.push(argumentMissing("--text", message, "--text", "We moved your account here."));
    }
    return missing;
  },

  plan: planEmail,

  answerable: [],
};
