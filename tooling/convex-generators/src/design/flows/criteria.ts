// The criteria of a design: whether what proves each is there, and what runs it.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import type { Problem, Tree } from "@groundwork/plop-engine/plan";
import { readAccess } from "../../repository/facts.ts";
import { packageName } from "../../repository/settings.ts";
import type { Design } from "../design.ts";
import type { Fault } from "../file/design-file.ts";
import { chaptersIn } from "./code.ts";
import { type PlacedDesign, collecting } from "./fault.ts";
import { testIn } from "./tests.ts";

/** A proof of a criterion: where it is and what runs it, or what is wrong with it. */
export type Proof = { proof: string } & ({ place: string; run: string } | { fault: Fault });

/** A criterion with its proofs. It is met once each of them has been found, and passes where it is run. */
export interface Criterion {
  name: string;
  text: string;
  proofs: readonly Proof[];
}

/**
 * Looks for the proofs of each criterion. None is run.
 * @param tree the repository
 */
export function criteriaOf(design: Design, tree: Tree): Criterion[] {
  return Object.entries(design.criteria ?? {}).map(([name, { text, proof }]) => ({
    ...{ name, text },
    proofs: proof.map((written) => ({ proof: written, ...find(written, design, tree) })),
  }));
}

/**
 * Checks that the proofs of the criteria are there.
 * @param file the design, with the places of its values
 * @returns `CRITERION_FLOW`, `CRITERION_ACCESS`, `CRITERION_TEST`, `CRITERION_CHECK`, each with its place
 */
export function checkCriteria(file: PlacedDesign, tree: Tree): Problem[] {
  const { problems, refuse } = collecting(file);
  for (const { name, proofs } of criteriaOf(file.design, tree)) {
    proofs.forEach((proof, index) => {
      if ("fault" in proof) refuse(["criteria", name, "proof", index], proof.fault);
    });
  }
  return problems;
}

/** The criteria as lines for a person: each with its proofs, where they are, and what runs them. */
export function criteriaReport(criteria: readonly Criterion[]): string[] {
  const isFound = ({ proofs }: Criterion) => proofs.every((one) => !("fault" in one));
  const count = criteria.filter(isFound).length;
  return [
    `${count} of ${criteria.length} criteria have all their proofs. A proof holds once what runs it passes.`,
    ...criteria.flatMap((one) => [
      `${isFound(one) ? "found" : "open"} ${one.name}: ${one.text}`,
      ...one.proofs.map((proof) =>
        "fault" in proof
          ? `    ${proof.proof}: ${proof.fault.message}`
          : `    ${proof.proof}: ${proof.place}, run by ${proof.run}`,
      ),
    ]),
  ];
}

type Looked = { place: string; run: string } | { fault: Fault };

const KIND = /^(flow|access|test|check):(.+)$/s;

function find(proof: string, design: Design, tree: Tree): Looked {
  const [, kind = "", rest = ""] = KIND.exec(proof) ?? [];
  if (kind === "flow") return findFlow(rest, design, tree);
  if (kind === "access") return findAccess(rest, tree);
  if (kind === "test") return findTest(rest, tree);
  if (kind === "check") return findCheck(rest, tree);
  const message = `"${proof}" is no proof.`;
  return lacking("CRITERION_PROOF", message, "flow:<title>#<number>, access:…, test:… or check:…");
}

function lacking(code: string, message: string, fix: string): Looked {
  return { fault: { code, message, fix } };
}

/** `<title>#<number of the action>`, or a title alone for all of its actions. */
function findFlow(text: string, design: Design, tree: Tree): Looked {
  const [, title = text, number] = /^(.*)#(\d+)$/s.exec(text) ?? [];
  const refuse = (message: string, fix: string) => lacking("CRITERION_FLOW", message, fix);
  const chapters = chaptersIn(tree);
  const chapter = chapters.find((one) => one.title === title);
  if (chapter === undefined) {
    const guess = didYouMean(
      title,
      chapters.map((one) => one.title),
    );
    const fix = guess ? `flow:${guess.word}#1` : "Apply the design, or write the chapter.";
    return refuse(`the backend has no chapter "${title}".${guess?.sentence ?? ""}`, fix);
  }
  const run = `pnpm --filter ${packageName("backend")} exec vitest run flows/flows.test.ts`;
  if (number === undefined) return { place: chapter.place, run };
  const action = design.flows?.[title]?.actions[Number(number) - 1];
  const flow = action
    ? chapter.flows.find(({ name }) => name === action.does)
    : chapter.flows[Number(number) - 1];
  if (flow === undefined) {
    const count = chapter.flows.length;
    const what = action === undefined ? `action ${number}` : `flow "${action.does}"`;
    return refuse(`${chapter.place} has no ${what}.`, `A number from 1 to ${count}.`);
  }
  const calls = action?.calls ?? [];
  const isSaid = calls.some((call) => typeof call !== "string");
  const isProven = calls.some((call) => typeof call !== "string" && call.expect !== undefined);
  if (isSaid && !isProven) {
    const message = `action ${number} of "${title}" expects nothing, so it proves only that its calls succeed.`;
    return refuse(message, "Add expect to one of its calls.");
  }
  return { place: flow.place, run };
}

/** `<table>.<operation>.<role>=<scope or none>` */
function findAccess(text: string, tree: Tree): Looked {
  const [, table = "", operation = "", role = "", said = ""] =
    /^(\w+)\.(\w+)\.(\w+)=(\w+)$/.exec(text) ?? [];
  const refuse = (message: string, fix: string) => lacking("CRITERION_ACCESS", message, fix);
  if (table === "") {
    return refuse(`"${text}" names no grant.`, "access:tickets.read.member=own");
  }
  const { tables, roles } = readAccess(tree);
  const known = Object.keys(tables);
  if (!known.includes(table)) {
    const guess = didYouMean(table, known)?.sentence ?? "";
    return refuse(`the access matrix has no "${table}".${guess}`, "Name a table of the matrix.");
  }
  if (!roles.includes(role)) {
    const guess = didYouMean(role, roles)?.sentence ?? "";
    return refuse(`there is no role "${role}".${guess}`, `Roles: ${roles.join(", ")}.`);
  }
  const scope = tables[table]!.grants[operation]?.[role] ?? "none";
  if (scope !== said) {
    const message = `"${role}" has the scope "${scope}" for ${table}.${operation}, not "${said}".`;
    return refuse(message, `access:${table}.${operation}.${role}=${scope}`);
  }
  const test = `tests/${table}.test.ts`;
  const hasTest = tree.read(`packages/backend/${test}`) !== null;
  const tests = hasTest ? test : "tests/lib/access.test.ts";
  return {
    place: `the access matrix, row ${table}`,
    run: `pnpm --filter ${packageName("backend")} exec vitest run ${tests}`,
  };
}

/** `<file>><title>` */
function findTest(text: string, tree: Tree): Looked {
  const [, file = "", title = ""] = /^([^>]+?)\s*>\s*(.+)$/s.exec(text) ?? [];
  const refuse = (message: string, fix: string) => lacking("CRITERION_TEST", message, fix);
  if (title === "") return refuse(`"${text}" names no test.`, "test:tests/tickets.test.ts>list");
  const found = testIn(tree, file, title);
  if (found.kind === "found") {
    const folder = found.path.split("/").slice(0, 2).join("/");
    const inside = found.path.slice(folder.length + 1);
    return {
      place: `${found.path}:${found.line}`,
      run: `pnpm -C ${folder} exec vitest run ${inside}`,
    };
  }
  if (found.kind === "noFile") {
    return refuse(
      `there is no file "${file}".`,
      "The path from the root, or from packages/backend.",
    );
  }
  if (found.kind === "skipped") {
    return refuse(
      `${found.path}:${found.line} is skipped, so it proves nothing.`,
      "Write it, or let it run.",
    );
  }
  const guess = didYouMean(title, found.titles);
  const fix = guess ? `test:${file}>${guess.word}` : `Name a test of ${file}.`;
  return refuse(`${file} has no test "${title}".${guess?.sentence ?? ""}`, fix);
}

/** `<script of package.json>` */
function findCheck(script: string, tree: Tree): Looked {
  const { scripts = {} } = JSON.parse(tree.read("package.json") ?? "{}") as {
    scripts?: Record<string, string>;
  };
  if (Object.hasOwn(scripts, script)) return { place: "package.json", run: `pnpm ${script}` };
  const names = Object.keys(scripts);
  const guess = didYouMean(script, names);
  const message = `package.json has no script "${script}".${guess?.sentence ?? ""}`;
  return lacking(
    "CRITERION_CHECK",
    message,
    guess ? `check:${guess.word}` : "Name a script of the root.",
  );
}
