// Roles that extend each other.
import { problemAt } from "../../file/design-file.ts";
import { type Rule, entriesOf } from "./rule.ts";

/** No role extends itself, by way of others. */
export const roles: Rule = (file) => {
  const named = file.design.roles ?? {};
  const told = new Set<string>();
  return entriesOf(named).flatMap(([role]) => {
    const seen = [role];
    for (let next = named[role]?.extends; next !== undefined; next = named[next]?.extends) {
      if (next === role) {
        if (seen.some((one) => told.has(one))) return [];
        told.add(role);
        const way = [...seen, role].join(" → ");
        const message = `The role "${role}" extends itself: ${way}.`;
        return [
          problemAt(file, ["roles", role, "extends"], {
            ...{ code: "DESIGN_ROLE_CIRCLE", message },
            fix: 'One of them extends "member".',
          }),
        ];
      }
      if (seen.includes(next)) return [];
      seen.push(next);
    }
    return [];
  });
};
