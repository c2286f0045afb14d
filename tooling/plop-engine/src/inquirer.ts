/** The part of inquirer that is used, as Plop hands it over. */
export interface Inquirer {
  prompt<Answers extends object>(questions: readonly object[]): Promise<Answers>;
}

/**
 * Asks one question.
 * @param question as inquirer takes it, without its name
 * @returns the answer
 */
export async function ask<Answer>(inquirer: Inquirer, question: object): Promise<Answer> {
  const { answer } = await inquirer.prompt<{ answer: Answer }>([{ name: "answer", ...question }]);
  return answer;
}
