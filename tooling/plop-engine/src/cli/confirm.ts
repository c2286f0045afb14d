// The last question: shows the plan with its command line, and asks whether to write it.
import { commandLine } from "./input/quote.ts";
import { changesOf, diffOf, planOf, reportFiles } from "./commands/generate.ts";
import type { Generator } from "../generator.ts";
import type { Request } from "../request.ts";
import { Cancelled } from "./answer/outcome.ts";
import type { Inquirer } from "../inquirer.ts";
import { fileLines } from "./answer/report.ts";

/**
 * Shows the plan, and asks for confirmation.
 * @throws Cancelled when the answer is no, and what planning throws
 */
export async function confirmPlan(
  inquirer: Inquirer,
  request: Request,
  generator: Generator,
  input: object,
): Promise<void> {
  const { io } = request;
  const line = commandLine([
    ...["pnpm", "plop", ...generator.command.split(" ")],
    ...generator.toArguments(input),
  ]);
  let plan;
  try {
    plan = await planOf(request, generator, input);
  } catch (error) {
    // The answers are printed as one command, so that a person can correct it.
    io.stdout.write(`\nYour answers as one command:\n  ${line}\n\n`);
    throw error;
  }
  const files = reportFiles(plan).filter(({ action }) => action !== "same");
  const count = (action: string) => files.filter((file) => file.action === action).length;
  io.stdout.write(
    [
      "",
      ...fileLines(files),
      "",
      `${count("create")} files to create, ${files.length - count("create")} to change.`,
      "As one command:",
      `  ${line}`,
      "",
      "",
    ].join("\n"),
  );
  for (;;) {
    const { answer } = await inquirer.prompt<{ answer: "write" | "diff" | "cancel" }>([
      {
        type: "expand",
        name: "answer",
        message: "Write it?",
        default: 0,
        choices: [
          { key: "y", name: "write", value: "write" },
          { key: "d", name: "show the diff", value: "diff" },
          { key: "n", name: "cancel", value: "cancel" },
        ],
      },
    ]);
    if (answer === "cancel") throw new Cancelled();
    if (answer === "write") return;
    io.stdout.write(`\n${diffOf(changesOf(plan, plan.files), true)}\n`);
  }
}
