// Who may see what people use of the models.
import type { AccessMatrix } from "./matrix.ts";

export const usageAccess = {
  usage: {
    columns: { own: "ownerId" },
    read: { member: "own", admin: "own" },
  },
} as const satisfies AccessMatrix;
