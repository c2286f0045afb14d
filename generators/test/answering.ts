// Answers to the questions of generators, as a person gives them who reads what is wrong.
import type { Inquirer } from "@groundwork/plop-engine/inquirer";

interface Question {
  message: string;
  validate?: (text: unknown) => true | string;
}

/**
 * Answers in turn, as a person types another one who reads what is wrong.
 * @returns the answers as Plop gives them, what was said of those that were refused, and the questions
 */
export function answering(...answers: unknown[]) {
  const refused: string[] = [];
  const asked: string[] = [];
  const inquirer: Inquirer = {
    prompt: async <Answers extends object>([question]: readonly object[]): Promise<Answers> => {
      const { message, validate, name = "answer" } = question as Question & { name?: string };
      asked.push(message);
      for (;;) {
        if (answers.length === 0) throw new Error(`Nobody answers "${message}".`);
        const answer = answers.shift();
        const said = validate?.(answer) ?? true;
        if (said === true) return { [name]: answer } as Answers;
        refused.push(said);
      }
    },
  };
  return { inquirer, refused, asked };
}
