// What the assistant adds to the lists of the core. Each is spread there in one line.
export const assistantQuotas = {
  threads: { person: { column: "ownerId" }, team: { column: "teamId" } },
} as const;
