// Plans an HTTP route: its entry in `http.ts`, what it calls, its limit and variable, and what its test sends.
import { planEdits } from "@groundwork/plop-engine/edit/plan";
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import type { Fragment, Plan, PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { type RenderedFile, renderAll } from "@groundwork/plop-engine/templates/render";
import { numeral, quoted } from "@groundwork/plop-engine/templates/code";
import { layout } from "../repository/layout.ts";
import { convexCommand, referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { planRateLimit } from "../repository/rate.ts";
import { areExportsThere, assertSameOrNew, planRendered } from "../repository/rendered.ts";
import { folderOf } from "../repository/settings.ts";
import { variableEdits } from "../repository/variables.ts";
import type { HttpInput } from "./input.ts";
import {
  type RouteCode,
  functionRouteCode,
  knownRoutes,
  requestFragments,
} from "./function-route.ts";
import type { HttpModel, Webhook } from "./model.ts";
import { capitalized, readHttp } from "./read.ts";

/**
 * Plans a route.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when all of it is there
 * @throws GeneratorError (2) with all problems of the input, (3) when the route is taken, (4) for a file that cannot
 *   be edited
 */
export function planHttp(input: HttpInput, tree: Tree): Plan {
  const model = readHttp(input, tree);
  const { method, path, rate, serves } = model;
  const limit =
    serves.kind === "webhook" ? `webhooks.${serves.source}` : `http.${wordOf(method, path)}`;
  const files = [
    ...(serves.kind === "webhook" ? planWebhook(serves, tree) : []),
    ...planRoute(model, limit, tree),
    ...planRateLimit({ name: limit, added: rate }, tree),
    ...planVariable(model, tree),
    ...planTest(model, limit, tree),
    ...planKnown(model, tree),
  ];
  return {
    ...{ command: "http", subject: `${method} ${path}`, input, files, notes: [] },
    next: files.length === 0 ? [] : nextOf(model),
  };
}

/** `POST /api/old-notes` as a name: `apiOldNotesPost`. */
function wordOf(method: string, path: string): string {
  const words = [...path.split(/[/-]/).filter((word) => word !== ""), method.toLowerCase()];
  return words.map((word, index) => (index === 0 ? word : capitalized(word))).join("");
}

function nextOf({ serves }: HttpModel): string[] {
  const set = (variable: string, what: string) => convexCommand(`env set ${variable} <${what}>`);
  const pages = [referenceCommand(), snapshotCommand()];
  if (serves.kind === "webhook") {
    const take = `Write webhooks.take${capitalized(serves.source)}: it records each event once, and does nothing with it yet.`;
    return [take, set(serves.variable, "the secret of the sender"), ...pages];
  }
  return [...(serves.auth.kind === "key" ? [set(serves.auth.variable, "a key")] : []), ...pages];
}

/** The shape of the events and the mutation that takes one. */
function planWebhook({ source, events }: Webhook, tree: Tree): PlannedFile[] {
  const view = {
    ...{ source, Source: capitalized(source), hasOneEvent: events.length === 1 },
    events: events.map(quoted).join(", "),
  };
  const [module] = renderAll(folderOf("http"), { view, helpers: {}, isWritten: () => true }) as [
    RenderedFile,
  ];
  const names = [`${source}Event`, `take${view.Source}`];
  areExportsThere(tree, module, names);
  return planRendered(tree, module, { kind: "functionExport", keys: names });
}

function planRoute(model: HttpModel, limit: string, tree: Tree): PlannedFile[] {
  const { method, path, maxBytes, serves } = model;
  const key = `${method} ${path}`;
  const { imports, text } =
    serves.kind === "webhook"
      ? webhookRoute(model, serves, limit)
      : functionRouteCode({ method, path, maxBytes, limit, call: serves });
  const fragment: Fragment = { kind: "route", key, text };
  assertSameOrNew(tree, layout.http, fragment, {
    code: "ROUTE_EXISTS",
    arg: path,
    message: `${layout.http} has another route ${key} already.`,
    fix: "Edit that one, or give the new one another path.",
  });
  return planEdits(tree, [
    { path: layout.http, fragments: [...imports.flatMap((one) => importFragments(one)), fragment] },
  ]);
}

function webhookRoute({ path, maxBytes }: HttpModel, webhook: Webhook, limit: string): RouteCode {
  const { source, variable } = webhook;
  const size = maxBytes === null ? "" : `maxBytes: ${numeral(maxBytes)},`;
  return {
    imports: [
      'import { internal } from "./_generated/api";',
      'import { env } from "./_generated/server";',
      'import { webhook } from "./model/platform/webhooks";',
      `import { ${source}Event } from "./webhooks";`,
    ],
    text: `/** \`POST ${path}\`, signed with ${variable}: events of ${source}, each once. */
http.route({
  path: ${quoted(path)},
  method: "POST",
  handler: webhook({
    source: ${quoted(source)},
    secret: () => env.${variable},
    rateLimit: ${quoted(limit)},${size}
    event: ${source}Event,
    take: internal.webhooks.take${capitalized(source)},
  }),
});`,
  };
}

function planVariable({ method, path, serves }: HttpModel, tree: Tree): PlannedFile[] {
  if (serves.kind === "webhook") {
    const about = `the secret that events of ${serves.source} are signed with`;
    return planEdits(tree, variableEdits({ name: serves.variable, about }));
  }
  if (serves.auth.kind !== "key") return [];
  const about = `the key of programs that call \`${method} ${path}\``;
  return planEdits(tree, variableEdits({ name: serves.auth.variable, about }));
}

/** What the test of all webhooks, or of all routes, sends. */
function planTest(
  { method, path, maxBytes, serves }: HttpModel,
  limit: string,
  tree: Tree,
): PlannedFile[] {
  if (serves.kind === "webhook") {
    const { source, variable, events } = serves;
    const text = `${source}: { variable: ${quoted(variable)}, event: { type: ${quoted(events[0]!)} } }`;
    const fragments = [{ kind: "sender", key: source, text }];
    return planEdits(tree, [{ path: layout.webhookTests, fragments }]);
  }
  const fragments = requestFragments({ method, path, maxBytes, limit, call: serves });
  return planEdits(tree, [{ path: layout.httpTests, fragments }]);
}

/** The list of all routes: one that nobody expects is found by it. */
function planKnown({ method, path, serves }: HttpModel, tree: Tree): PlannedFile[] {
  const hasOptions = serves.kind === "function" && serves.origins !== null;
  const fragments = knownRoutes(method, path, hasOptions);
  return planEdits(tree, [{ path: layout.manifestTests, fragments }]);
}
