// What all features add to the lists of the core. The core imports this file alone, and names no feature.
import type { RateLimitConfig } from "@convex-dev/rate-limiter";
import type { Row } from "../lib/changes";
import type { z } from "zod";
import type { ExportContents } from "../lib/exports";
import type { RemainsPart } from "../lib/remains";
import {
  assistantComponentData,
  assistantExportContents,
  assistantExportFields,
  assistantNames,
  assistantRateLimits,
  assistantRemains,
} from "./assistant";
import {
  knowledgeExportFields,
  knowledgeNames,
  knowledgeRateLimits,
  knowledgeRemains,
  knowledgeWeights,
} from "./knowledge";

/** Rate limits by name, for `model/platform/rateLimits.ts`. */
export const featureRateLimits = {
  ...assistantRateLimits,
  ...knowledgeRateLimits,
} satisfies Record<string, RateLimitConfig>;

/** The field by which rows are displayed, by table, for `names.ts`. */
export const featureNames = {
  ...assistantNames,
  ...knowledgeNames,
} satisfies Record<string, string>;

/** What a row weighs besides itself, by table, for `model/platform/quotas.ts`. */
export const featureWeights = { ...knowledgeWeights } satisfies Record<
  string,
  (row: Row) => number
>;

/** What removes a component's data when a row is removed, by table, for `model/platform/componentData.ts`. */
export const featureComponentData = {
  ...assistantComponentData,
} satisfies Record<string, unknown>;

/** The fields of a person's rows that are in their export, by table, for `model/accounts/exports.ts`. */
export const featureExportFields = {
  ...assistantExportFields,
  ...knowledgeExportFields,
} satisfies Record<string, z.ZodObject>;

/** What a component stores for a row, by table: adds it to the export of the person whose row it is. */
export const featureExportContents = {
  ...assistantExportContents,
} satisfies Record<string, ExportContents>;

/** What remains of a removed person, for `model/platform/remains.ts`. */
export const featureRemains: RemainsPart = {
  remains: { ...assistantRemains.remains, ...knowledgeRemains.remains },
  untellingComponents: {
    ...assistantRemains.untellingComponents,
    ...knowledgeRemains.untellingComponents,
  },
  untellingFamilies: {
    ...assistantRemains.untellingFamilies,
    ...knowledgeRemains.untellingFamilies,
  },
};
