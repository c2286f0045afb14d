// What the codes of flows and criteria mean.
export const explanations = {
  FLOW_ACTION_LACKING:
    "A chapter of the backend has no flow for an action of the design. Its flows are found by their names: what people do.",
  FLOW_ACTION_UNDESIGNED:
    "A chapter of the backend has a flow that the design does not name. Add the action; without it only a strict check fails.",
  FLOW_DIFFERS:
    "Design and code say different things of a flow: who acts, what is called, or in which order. Change one of the two.",
  FLOW_EXPECT:
    "A call is expected to return at least some values, { count: 1 } rows, or to fail with a code of packages/validators/src/errors.ts.",
  FLOW_INTERNAL: "Internal functions are run by crons, jobs and other functions, never by people.",
  FLOW_LACKING:
    "The design has a flow, and packages/backend/flows has no chapter of its title. Apply the design, or write the chapter.",
  FLOW_MODULE_UNDESIGNED:
    "No flow calls any function of a module, so nothing proves that people can do something with it.",
  FLOW_NAME:
    "A text that starts with $ stands for what an earlier call kept, for a person's id or for a team's. Nothing has that name.",
  FLOW_SAVE:
    "What a call keeps has a name of its own, which neither a person nor a team has, and one type in all flows.",
  FLOW_TITLE:
    "The title of a flow names its file in packages/backend/flows, and another file has that name.",
  FLOW_UNCOVERED:
    "Each public function of a module that flows call is in a flow, or has a reason under uncovered.",
  FLOW_UNDESIGNED:
    "The backend has a chapter of flows that the design does not name. Add it; without it only a strict check fails.",
  FLOW_UNREAD:
    "A function that a library makes, such as one of sign-in, has no shapes that can be read. A chapter by hand can call it.",
  FLOW_WITH:
    "The function would refuse what the call sends. Only what its syntax says is checked: names, types, bounds, options, and whose ids.",
  CRITERION_ACCESS:
    "access:<table>.<operation>.<role>=<scope> is compared with the access matrix; none stands for no grant.",
  CRITERION_CHECK: "check:<script> names a script of the package.json at the root.",
  CRITERION_FLOW:
    "flow:<title>#<number> names an action of a chapter that the backend has, and that expects something.",
  CRITERION_PROOF:
    "Proofs: flow:<title>#<number>, access:<table>.<operation>.<role>=<scope>, test:<file>><title>, check:<script>.",
  CRITERION_TEST:
    "test:<file>><title> names a test that runs: its own title, or those of the blocks around it and its own, joined by >.",
} as const satisfies Record<string, string>;
