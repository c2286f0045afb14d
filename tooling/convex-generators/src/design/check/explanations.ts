// What the codes of a design mean that is wrong in itself.
export const explanations = {
  // The file.
  DESIGN_EXPORT:
    "The module of a design has imports and one export default defineDesign({ … }), whose argument is written there.",
  DESIGN_KEY_TWICE:
    "Of a key that is written twice, the language takes the last, and what the first says would be lost without a word.",
  DESIGN_LITERAL:
    "A design is read from its text and never run. It has texts, numbers, true, false, null, lists and objects, as they are.",
  DESIGN_SYNTAX: "The file of the design is not valid TypeScript, or not valid JSON.",

  // What it says.
  DESIGN_ACTIONS_NONE: "A flow is what people do, one action after the other.",
  DESIGN_CALLS_LIMIT:
    "Each call of an action is a way to the server and back. More than three for one action are rarely needed.",
  DESIGN_CALLS_MANY:
    "An action of a user takes at most three calls, or as many as limits.callsPerAction says: each is a way to the server and back.",
  DESIGN_CALLS_NONE:
    "An action that calls nothing cannot be proven, because the server has no part in it.",
  DESIGN_ENTITY_UNKNOWN:
    "A feature names entities by their keys in the design: one row, in camelCase.",
  DESIGN_ENTITY_UNUSED:
    "A table that no feature, flow or criterion names and no other table needs may be one that nobody asked for.",
  DESIGN_PAGE_SIZE:
    "The backend never returns more rows on a page than PAGE_SIZE_MAX in packages/validators/src/pagination.ts.",
  DESIGN_PERSON_IDLE:
    "Somebody is named among the people of a flow and neither acts nor is referred to.",
  DESIGN_REF_CIRCLE:
    "Each row of these tables needs a row of the next, so that none could be the first. One of the references has to be optional.",
  DESIGN_ROLE_CIRCLE:
    "A role has what the role that it extends has, and so on, to member or admin.",
  DESIGN_SCALE: "Rows of one owner are among the rows in all.",
  DESIGN_SECRET:
    "A variable that signs webhooks or opens a route is a secret: all who know it may call.",
  DESIGN_SECRET_UNSAID:
    "A variable that ends in SECRET, TOKEN, PASSWORD or KEY says by secret: true or secret: false what it is.",
  DESIGN_STATE_STUCK:
    "A row starts in the default of the field, or in its first option. Some move leads out of it.",
  DESIGN_STATE_UNREACHED:
    "No row ever gets into the state, as no moves lead there from the one in which a row starts.",
  DESIGN_STORY_NONE: "A feature has at least one story, which says who wants what of it.",
  DESIGN_TEXT:
    "The text is blank, or a placeholder. The documents of the design show it to people.",
  DESIGN_VARIABLE:
    "What a job or a route needs of the environment is declared in the design, so that every deployment sets it.",

  // Flows and criteria.
  FLOW_ACTOR: "Who acts is one of the people of the flow, a role of the app, or nobody.",
  FLOW_CALL:
    "People call public functions: of the design, of its entities, or of the backend as it is.",
  FLOW_ROLE:
    "People have a role of the app, a role of a team (owner of north), or both: agent, member of support.",
  PROOF_ACCESS:
    "access:<table>.<operation>.<role>=<scope> proves that the design grants just that; none is no grant.",
  PROOF_ACTION: "flow:<title>#<number> names an action of the flow by its number, from 1.",
  PROOF_FLOW: "flow:<title>#<number> names a flow of the design by its title.",
  PROOF_KIND:
    "Proofs: flow:<title>#<number>, access:<table>.<operation>.<role>=<scope>, test:<file>><title>, check:<script>.",
  PROOF_NONE: "A promise that nothing proves is a wish.",
} as const satisfies Record<string, string>;
