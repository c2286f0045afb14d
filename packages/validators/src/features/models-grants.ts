// Who may do what with the tables of models, as `access.test.ts` reads it aloud.
export const modelGrants = {
  usage: "member own: read; admin own: read",
};
