// Who may see what people use of the models.
import type { AccessMatrix } from "../access.ts";

export const usageAccess = {
  usage: {
    columns: { own: "ownerId" },
    read: { member: "own", admin: "own" },
  },
} as const satisfies AccessMatrix;
