// Who may do what with the tables of the assistant, as `access.test.ts` reads it aloud.
export const assistantGrants = {
  memories: "member own: read, create, remove; admin own: read, create, remove",
  threads: "member own; admin own",
};
