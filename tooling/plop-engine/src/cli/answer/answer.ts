// Prints the answer of a command.
import { type Envelope, toJson } from "../../envelope.ts";
import type { Io } from "../../io.ts";
import { failureText, successText } from "./report.ts";

/** Prints an answer, as JSON or for a person, and returns its exit code. */
export async function answer(envelope: Envelope, isJson: boolean, io: Io): Promise<number> {
  if (isJson) return await print(io.stdout, toJson(envelope), envelope.exit);
  if (envelope.ok) return await print(io.stdout, successText(envelope), envelope.exit);
  return await print(io.stderr, failureText(envelope), envelope.exit);
}

/** Waits until the text is handed over, as the process may end right afterwards. */
export async function print(
  stream: NodeJS.WritableStream,
  text: string,
  exit: number,
): Promise<number> {
  await new Promise<void>((resolve) => stream.write(text, () => resolve()));
  return exit;
}
