// What `pnpm plop init` is asked for, and what it follows from.
import { withoutAccents } from "@groundwork/plop-engine/names/words";
import { GeneratorError, type Problem } from "@groundwork/plop-engine/plan";
import type { Shape } from "@groundwork/plop-engine/shape";
import { type ToolingKind, toolingKinds } from "./tooling.ts";

export interface InitInput {
  /** The name of the root package: `acme-desk`. */
  name: string;
  /** What the app is called on its pages: `Acme Desk`. */
  title?: string;
  /** The scope of the packages: `@acme`. */
  scope?: string;
  /** Who holds the copyright. */
  holder?: string;
  /** Where the tooling comes from; default: packed into `vendor/`. */
  tooling?: ToolingKind;
  /** Optional features that are removed, as `pnpm plop remove` does; default: none. */
  without?: readonly string[];
}

/** The input with its defaults. */
export type Choices = Required<InitInput>;
export type Names = Pick<Choices, "name" | "title" | "scope" | "holder">;

/** The same as JSON Schema. */
export const initShape: Shape = {
  type: "object",
  description: "The names of your project: pnpm plop init --from",
  properties: {
    name: {
      type: "string",
      description: "the name of the root package",
      examples: ["acme-desk"],
    },
    title: {
      type: "string",
      description: "what the app is called on its pages",
      examples: ["Acme Desk"],
    },
    scope: { type: "string", description: "the scope of the packages", examples: ["@acme"] },
    holder: { type: "string", description: "who holds the copyright", examples: ["Acme Inc."] },
    tooling: {
      type: "string",
      enum: toolingKinds,
      description:
        "where the tooling comes from: packed into vendor/, from the registry, or as source",
      examples: ["vendor"],
    },
    without: {
      type: "array",
      items: { type: "string", description: "a feature by its name", examples: ["demo"] },
      description: "optional features that are removed",
    },
  },
  required: ["name"],
  additionalProperties: false,
};

/** The root package of the template. A project that has another name was initialised before. */
export const TEMPLATE = "groundwork";

/** Scopes of the template: of its own packages, and of its tooling. */
const TAKEN = ["@repo", "@groundwork"];

/**
 * Completes and checks the input.
 * @throws INIT_NAME, INIT_TITLE, INIT_SCOPE, INIT_HOLDER or INIT_TOOLING (2), all at once
 */
export function readChoices(input: InitInput): Choices {
  const { name, tooling = "vendor", without = [] } = input;
  const title = input.title ?? titleOf(name);
  const scope = input.scope ?? `@${name}`;
  const holder = input.holder ?? `The ${title} authors`;
  const problems: Problem[] = [
    ...refuse(!isPackageName(name) || name === TEMPLATE, {
      code: "INIT_NAME",
      arg: name,
      message: `"${name}" cannot be the name of the project: use lower-case letters, digits and hyphens.`,
      replace: ["my-app"],
      fix: "my-app",
    }),
    ...refuse(!isOneLine(title), {
      code: "INIT_TITLE",
      arg: title,
      message: "A title is one line of 1 to 60 characters, without quotes or backslashes.",
    }),
    ...refuse(!/^@/.test(scope) || !isPackageName(scope.slice(1)) || TAKEN.includes(scope), {
      code: "INIT_SCOPE",
      arg: scope,
      message: `"${scope}" cannot be the scope of your packages: it is @ and a name, and not ${TAKEN.join(" or ")}.`,
    }),
    ...refuse(!isOneLine(holder), {
      code: "INIT_HOLDER",
      arg: holder,
      message: "A holder is one line of 1 to 60 characters, without quotes or backslashes.",
    }),
    ...refuse(!toolingKinds.includes(tooling), {
      code: "INIT_TOOLING",
      arg: tooling,
      message: `The tooling cannot come from "${tooling}": choose ${toolingKinds.join(", ")}.`,
      replace: ["vendor"],
      fix: "vendor",
    }),
  ];
  if (problems.length > 0) throw new GeneratorError(2, problems);
  return { name, title, scope, holder, tooling, without };
}

/** A name in words: `acme-desk` is "Acme Desk". */
export function titleOf(name: string): string {
  return name
    .split("-")
    .filter(Boolean)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(" ");
}

/** The name that a folder suggests: `Acme Desk` suggests `acme-desk`; undefined when it suggests none. */
export function nameOf(folder: string): string | undefined {
  const name = withoutAccents(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return isPackageName(name) && name !== TEMPLATE ? name : undefined;
}

function isPackageName(name: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 60;
}

function isOneLine(text: string): boolean {
  return /^[^\s"'`\\\p{C}](?:[^"'`\\\p{C}]{0,58}[^\s"'`\\\p{C}])?$/u.test(text);
}

function refuse(isWrong: boolean, problem: Problem): Problem[] {
  return isWrong ? [problem] : [];
}
