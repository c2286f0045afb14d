// What `pnpm plop doctor` looks at in this repository: every place that generators add to is found, and the
// machine has what they need.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { addFragments } from "@groundwork/plop-engine/edit/fragments";
import type { Finding } from "@groundwork/plop-engine/finding";
import {
  type Fragment,
  GeneratorError,
  type Problem,
  type Tree,
} from "@groundwork/plop-engine/plan";
import { apiModuleFragment } from "./api-modules.ts";
import { layout } from "./layout.ts";

/** Something of each kind that would be added to each file. It is never written. */
const probes: readonly { what: string; path: string; fragment: Fragment }[] = [
  { what: "tables", path: layout.schema, fragment: probe("schemaTable", "...doctor") },
  { what: "access rows", path: layout.access, fragment: probe("accessRow", "...doctor") },
  { what: "references", path: layout.references, fragment: probe("reference", "...doctor") },
  { what: "rate limits", path: layout.rateLimits, fragment: probe("rateLimit", "doctor: {}") },
  { what: "names of rows", path: layout.names, fragment: probe("rowName", 'doctor: "title"') },
  {
    what: "functions in no flow",
    path: layout.flows,
    fragment: probe("uncovered", 'doctor: "why"'),
  },
  { what: "chapters of flows", path: layout.flows, fragment: probe("chapter", "doctor") },
  {
    what: "crons",
    path: layout.crons,
    fragment: probe("cron", 'crons.interval("doctor", { hours: 1 }, internal.doctor.look, {});'),
  },
  {
    what: "work of crons",
    path: layout.errands,
    fragment: probe("errand", 'doctor: "to write"'),
  },
  {
    what: "routes",
    path: layout.http,
    fragment: probe("route", 'http.route({ path: "/doctor", method: "GET", handler });'),
  },
  {
    what: "senders of webhooks",
    path: layout.webhookTests,
    fragment: probe("sender", "doctor: {}"),
  },
  { what: "requests of routes", path: layout.httpTests, fragment: probe("requests", "doctor: {}") },
  { what: "example rows", path: layout.exampleRows, fragment: probe("exampleRow", "doctor: {}") },
  { what: "known routes", path: layout.manifestTests, fragment: probe("knownRoute", '"doctor"') },
  { what: "variables", path: layout.components, fragment: probe("variable", "doctor: v.string()") },
  {
    what: "types of variables",
    path: layout.serverTypes,
    fragment: probe("variableType", "readonly doctor: string | undefined;"),
  },
  {
    what: "variables",
    path: layout.deployGuide,
    fragment: probe("variableRow", "| doctor | why |"),
  },
  { what: "kinds of e-mails", path: layout.emailKinds, fragment: probe("emailKind", '"doctor"') },
  {
    what: "e-mails to turn off",
    path: layout.emailKinds,
    fragment: probe("optionalEmailKind", '"doctor"'),
  },
  {
    what: "examples of e-mails",
    path: layout.emailExamples,
    fragment: probe("emailExample", "doctor: () => look()"),
  },
  {
    what: "switches of e-mails",
    path: layout.accountWords,
    fragment: probe("emailName", 'doctor: "Doctor"'),
  },
  { what: "error codes", path: layout.errors, fragment: probe("errorCode", '"doctor"') },
  { what: "modules", path: layout.apiTypes, fragment: apiModuleFragment("doctor") },
];

/**
 * Looks over what the generators need of this repository, without changing anything.
 * @param root its absolute path
 * @param tree its files
 */
export function inspect(root: string, tree: Tree): Finding[] {
  return [
    finding("Node", nodeProblems(root)),
    ...probes.map((one) => finding(`${one.what} in ${one.path}`, shapeProblems(tree, one))),
    finding("functions to write", [], unwritten(tree)),
  ];
}

function finding(what: string, problems: Problem[], notes: string[] = []): Finding {
  return { what, problems, notes };
}

/** Functions whose body is not written yet, each with its file. */
function unwritten(tree: Tree, folder: string = layout.convex): string[] {
  return tree.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (name.endsWith("/")) return name === "_generated/" ? [] : unwritten(tree, path.slice(0, -1));
    if (!/^\w+\.ts$/.test(name)) return [];
    const calls = (tree.read(path) ?? "").matchAll(/\bnotImplemented\("([\w./]+)"\)/g);
    return [...calls].map(([, fn]) => `${fn} throws NOT_IMPLEMENTED: ${path}`);
  });
}

function probe(kind: Fragment["kind"], text: string): Fragment {
  return { kind, key: text.startsWith("...") ? text : "doctor", text };
}

function shapeProblems(tree: Tree, { path, fragment }: (typeof probes)[number]): Problem[] {
  const problem = (code: string, message: string, fix: string): Problem => ({
    code,
    arg: path,
    message,
    fix,
  });
  try {
    const text = tree.read(path);
    if (text === null) {
      return [problem("FILE_MISSING", `there is no ${path}.`, `git checkout -- ${path}`)];
    }
    addFragments(path, text, [fragment]);
    return [];
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    const fix = `Give it the shape it had: git log -p -- ${path}`;
    return error.problems.map(({ code, message }) => problem(code, message, fix));
  }
}

/** By the check that stands before every root script: a run of `bin.mjs` itself has not passed it. */
function nodeProblems(root: string): Problem[] {
  const script = join(root, ".ci", "check-node.mjs");
  if (!existsSync(script)) return [];
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status === 0) return [];
  const [message = "", fix = ""] = stderr.trim().split("\n");
  return [{ code: "NODE_UNSUPPORTED", message: message.replace("NODE_UNSUPPORTED: ", ""), fix }];
}
