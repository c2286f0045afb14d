// What the codes of the comparison of a design with its code mean.
export const explanations = {
  ENTITY_LACKING:
    "The design has an entity whose table the code has not. Apply the design, or take the entity out of it.",
  ENTITY_DIFFERS:
    "Design and code say different things of all rows of a table, such as what a search is narrowed by. Change one of the two.",
  ENTITY_UNDESIGNED:
    "The code has a table that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  FIELD_LACKING:
    "The design has a field that the rows have not. Apply the design, add the field to the code, or take it out of the design.",
  FIELD_DIFFERS:
    "A field has another type, other bounds or another reference in the code than in the design. Change one of the two.",
  FIELD_UNDESIGNED:
    "The rows have a field that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  INDEX_LACKING:
    "The design has an index that the table has not. Apply the design, add the index to the table, or take it out of the design.",
  INDEX_UNDESIGNED:
    "The table has an index that the design does not name. Add it to the design; without it only a strict check fails.",
  ACCESS_DIFFERS:
    "The access matrix grants other things than the design. Change one of the two: the matrix is what counts for callers.",
  FUNCTION_LACKING:
    "The design has a function that no module exports. Apply the design, or take it out.",
  FUNCTION_DIFFERS:
    "A function is of another kind, has another access, or takes or returns something else than the design says. Change one of the two.",
  FUNCTION_UNDESIGNED:
    "The code has a function that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  ROLE_LACKING: "The design has a role that the code has not. Apply the design, or take it out.",
  ROLE_DIFFERS: "Design and code say different things of a role. Change one of the two.",
  ROLE_UNDESIGNED:
    "The code has a role that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  CRON_LACKING:
    "The design has a schedule that the code has not. Apply the design, or take it out.",
  CRON_DIFFERS: "Design and code say different things of a schedule. Change one of the two.",
  CRON_UNDESIGNED:
    "The code has a schedule that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  ROUTE_LACKING:
    "The design has an HTTP route that the code has not. Apply the design, or take it out.",
  ROUTE_DIFFERS: "Design and code say different things of an HTTP route. Change one of the two.",
  ROUTE_UNDESIGNED:
    "The code has an HTTP route that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  COMPONENT_LACKING:
    "The design has a component that the code has not. Apply the design, or take it out.",
  COMPONENT_DIFFERS: "Design and code say different things of a component. Change one of the two.",
  COMPONENT_UNDESIGNED:
    "The code has a component that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  VARIABLE_LACKING:
    "The design has an environment variable that the code has not. Apply the design, or take it out.",
  VARIABLE_DIFFERS:
    "Design and code say different things of an environment variable. Change one of the two.",
  VARIABLE_UNDESIGNED:
    "The code has an environment variable that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  EMAIL_LACKING:
    "The design has an e-mail that the code has not. Apply the design, or take it out.",
  EMAIL_DIFFERS: "Design and code say different things of an e-mail. Change one of the two.",
  EMAIL_UNDESIGNED:
    "The code has an e-mail that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  RAG_LACKING:
    "The design has a table of the knowledge that the code has not. Apply the design, or take it out.",
  RAG_DIFFERS:
    "Design and code say different things of a table of the knowledge. Change one of the two.",
  RAG_UNDESIGNED:
    "The code has a table of the knowledge that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  JOB_LACKING: "The design has a job that the code has not. Apply the design, or take it out.",
  JOB_DIFFERS: "Design and code say different things of a job. Change one of the two.",
  JOB_UNDESIGNED:
    "The code has a job that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
  PAGE_LACKING: "The design has a page that the code has not. Apply the design, or take it out.",
  PAGE_DIFFERS: "Design and code say different things of a page. Change one of the two.",
  PAGE_UNDESIGNED:
    "The code has a page that the design does not name. Add the line of the fix to the design; without it only a strict check fails.",
} as const satisfies Record<string, string>;
