// Who may do what with the tables of knowledge, as `access.test.ts` reads it aloud.
export const knowledgeGrants = {
  citations: "",
  imports: "member team; admin team",
  questions:
    "member team: read, create; member own: remove; admin team: read, create; admin own: remove",
  sourceVersions: "",
  sources: "member team; admin team",
};
