/** The part of inquirer that is used, as Plop hands it over. */
export interface Inquirer {
  prompt<Answers extends object>(questions: readonly object[]): Promise<Answers>;
}
