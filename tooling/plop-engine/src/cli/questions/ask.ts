// Asks for missing input: Plop runs the questions, and passes the answers to its one action.
import { join } from "node:path";
import type { Envelope } from "../../envelope.ts";
import type { Request } from "../../request.ts";
import type { Io } from "../../io.ts";
import { Cancelled } from "../answer/outcome.ts";
import type { Inquirer } from "../../inquirer.ts";
import type { PlopSession } from "./plop-session.ts";

/** The part of node-plop that is used. */
interface NodePlop {
  inquirer: Inquirer;
  getWelcomeMessage(): string;
  getGeneratorList(): { name: string; description: string }[];
  getGenerator(name: string): {
    runPrompts(): Promise<object>;
    runActions(answers: object): Promise<unknown>;
  };
}

/**
 * Asks for missing input, and runs the generator with the answers.
 * @param given the input from the command line
 */
export async function askForInput(request: Request, given: object): Promise<Envelope> {
  const { io, args, command } = request;
  const session: PlopSession = { io, flags: args.flags, given: { [command.name]: given } };
  return await cancellable(io, async () => {
    return await run(await load(io, session), session, command.name);
  });
}

/** Asks which generator to run first. */
export async function askForGenerator(io: Io): Promise<Envelope> {
  const session: PlopSession = { io, flags: {}, given: {} };
  return await cancellable(io, async () => {
    const plop = await load(io, session);
    const choices = plop
      .getGeneratorList()
      .map(({ name, description }) => ({ name: `${name}: ${description}`, value: name }));
    const { name } = await plop.inquirer.prompt<{ name: string }>([
      { type: "list", name: "name", message: plop.getWelcomeMessage(), choices },
    ]);
    return await run(plop, session, name);
  });
}

/** While a question is open, Ctrl-C is a character, which inquirer turns into the signal. */
async function cancellable<Result>({ stderr }: Io, ask: () => Promise<Result>): Promise<Result> {
  const cancel = () => {
    stderr.write("\nCancelled. Nothing was written.\n");
    process.exit(130);
  };
  process.once("SIGINT", cancel);
  // With stdin closed, nothing else keeps the process alive until the signal arrives.
  const alive = setInterval(() => {}, 60_000);
  try {
    return await ask();
  } finally {
    clearInterval(alive);
    process.off("SIGINT", cancel);
  }
}

async function load({ root, home }: Io, session: PlopSession): Promise<NodePlop> {
  const { default: nodePlop } = await import("node-plop");
  const plopfile = join(home, "plopfile.mjs");
  const config = { destBasePath: root, force: false, session };
  return (await nodePlop(plopfile, config)) as unknown as NodePlop;
}

async function run(plop: NodePlop, session: PlopSession, name: string): Promise<Envelope> {
  const generator = plop.getGenerator(name);
  await generator.runActions(await generator.runPrompts());
  if (session.error !== undefined) throw session.error;
  if (session.envelope === undefined) throw new Cancelled();
  return session.envelope;
}
