// The last question: the plan with its command line, and whether to write it.
import { commandLine } from "./input/quote.ts";
import { diffOf, planOf, reportFiles } from "./commands/generate.ts";
import type { Generator } from "../generator.ts";
import type { Request } from "./input/request.ts";
import { Cancelled } from "./answer/outcome.ts";
import type { Inquirer } from "../inquirer.ts";
import { fileLines } from "./answer/report.ts";

/**
 * Shows what is going to be written, and asks for a yes.
 * @throws Cancelled when the answer is no, and what planning throws
 */
export async function confirmPlan(
  inquirer: Inquirer,
  request: Request,
  generator: Generator,
  input: object,
): Promise<void> {
  const { io } = request;
  const line = commandLine(["pnpm", "plop", generator.command, ...generator.toArguments(input)]);
  let plan;
  try {
    plan = await planOf(request, generator, input);
  } catch (error) {
    // What was answered is not lost: it can be put right as one command.
    io.stdout.write(`\nWhat you answered, as one command:\n  ${line}\n\n`);
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
      "The same as one command:",
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
    io.stdout.write(`\n${diffOf(plan.files, true)}\n`);
  }
}
