// Limits that the app cannot keep, or that nobody should ask for.
import type { Problem } from "@groundwork/plop-engine/plan";
import { readRate } from "../../../repository/rate.ts";
import { problemAt } from "../../file/design-file.ts";
import { CALLS_PER_ACTION } from "./flows.ts";
import type { Rule } from "./rule.ts";

export const limits: Rule = (file, { pageSizeMax }) => {
  const { pageSize, callsPerAction, rateLimit } = file.design.limits ?? {};
  const problems: Problem[] = [];
  const refuse = (key: string, code: string, message: string, fix: string) => {
    problems.push(problemAt(file, ["limits", key], { code, message, fix }));
  };
  if (pageSize !== undefined && (pageSize > pageSizeMax || pageSize < 1)) {
    const message = `A page of ${pageSize} rows cannot be: the backend returns 1 to ${pageSizeMax} (PAGE_SIZE_MAX).`;
    refuse("pageSize", "DESIGN_PAGE_SIZE", message, String(pageSizeMax));
  }
  if (callsPerAction !== undefined && callsPerAction > CALLS_PER_ACTION) {
    const message = `${callsPerAction} calls for one action are slow on a phone: ${CALLS_PER_ACTION} are enough for nearly all.`;
    refuse("callsPerAction", "DESIGN_CALLS_LIMIT", message, String(CALLS_PER_ACTION));
  }
  if (rateLimit !== undefined) {
    const found: Problem[] = [];
    readRate(rateLimit, found);
    for (const { code, message, fix = "30/minute" } of found)
      refuse("rateLimit", code, message, fix);
  }
  return problems;
};
