// Variables of the environment: declared where something needs them, and secret where they are.
import type { Problem } from "@groundwork/plop-engine/plan";
import { readVariable } from "../../../repository/variables.ts";
import {
  type DesignFile,
  type DesignPath,
  problemAt,
  problemAtKey,
} from "../../file/design-file.ts";
import { type Rule, entriesOf, meant } from "./rule.ts";

interface Use {
  variable: string;
  isSecret: boolean;
  at: DesignPath;
  offset: number;
}

/** The variables that jobs and routes need. */
function usesIn({ design }: DesignFile): Use[] {
  const jobs = entriesOf(design.jobs).map(([name, { calls }]) => ({
    ...{ variable: calls, isSecret: false },
    ...{ at: ["jobs", name, "calls"], offset: 0 },
  }));
  const routes = entriesOf(design.http).flatMap(([route, { signature, auth }]) =>
    Object.entries({ signature, auth }).flatMap(([key, text]) => {
      const [, before = "", variable = ""] = /^((?:hmac|key):)(\w+)$/.exec(text ?? "") ?? [];
      const use = { variable, isSecret: true, at: ["http", route, key], offset: before.length };
      return variable === "" ? [] : [use];
    }),
  );
  return [...jobs, ...routes];
}

/** What something needs is declared, and what signs or opens something is a secret. */
export const variables: Rule = (file) => {
  const declared = file.design.environment ?? {};
  return usesIn(file).flatMap(({ variable, isSecret, at, offset }): Problem[] => {
    const isThere = Object.hasOwn(declared, variable);
    if (!isThere) {
      const { sentence } = meant(variable, Object.keys(declared));
      const message = `"${variable}" is not in the environment of the design.${sentence}`;
      const fix = `environment: { ${variable}: { about: "…"${isSecret ? ", secret: true" : ""} } }`;
      return [problemAt(file, at, { code: "DESIGN_VARIABLE", message, fix }, offset)];
    }
    if (!isSecret || declared[variable]!.secret === true) return [];
    const message = `"${variable}" says who may call, so it is a secret.`;
    const fault = { code: "DESIGN_SECRET", message, fix: "secret: true" };
    return [problemAtKey(file, ["environment", variable], fault)];
  });
};

/** Variables are named as such, and one that is called a secret is one. */
export const variableNames: Rule = (file) => {
  const used = new Set(usesIn(file).map(({ variable }) => variable));
  return entriesOf(file.design.environment).flatMap(([variable, { secret }]) => {
    const problems: Problem[] = [];
    readVariable(variable, problems);
    const named = problems.map(({ code, message, fix }) =>
      problemAtKey(file, ["environment", variable], { code, message, ...(fix && { fix }) }),
    );
    const isCalledSecret = /_(SECRET|TOKEN|PASSWORD|KEY)$/.test(variable);
    if (!isCalledSecret || secret !== undefined || used.has(variable)) return named;
    const message = `"${variable}" sounds like a secret, and the design does not say whether it is.`;
    const fault = { code: "DESIGN_SECRET_UNSAID", message, fix: "secret: true, or secret: false" };
    return [...named, problemAtKey(file, ["environment", variable], fault)];
  });
};
