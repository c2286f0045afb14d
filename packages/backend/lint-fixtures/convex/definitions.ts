// Functions that say too little about themselves, or reach past our builders.
// fires: BUILDER_GENERIC
import { queryGeneric } from "convex/server";
import { z } from "zod";
// fires: PUBLIC_FROM_INSIDE
import { api } from "../../convex/_generated/api";
// fires: ROUTE_ELSEWHERE
import { httpAction } from "../../convex/_generated/server";
// fires: BUILDER_RAW
import { query as anyQuery } from "../../convex/_generated/server";
import { internalMutation, mutation, query } from "../../convex/functions";

export const raw = [queryGeneric, anyQuery, api, httpAction];

// fires: @convex-dev/no-old-registered-function-syntax, @convex-dev/require-args-validator
export const old = query(async () => null);

// fires: @convex-dev/require-args-validator
export const unchecked = mutation({
  access: "signedIn",
  returns: z.null(),
  handler: async () => null,
});

export const anything = internalMutation({
  // fires: VALUE_UNCHECKED
  args: { patch: z.any() },
  returns: z.null(),
  handler: async () => null,
});
