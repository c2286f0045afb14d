// The places in this repository that generators add to, each found in the syntax tree of its file.
import type { CallExpression } from "oxc-parser";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { callEditor } from "@groundwork/plop-engine/edit/statements";
import { nameOf, stringValue } from "@groundwork/plop-engine/edit/syntax";
import { memberEditor } from "@groundwork/plop-engine/edit/members";
import { dependencyEditor } from "../packages/manifest.ts";
import { yamlBlockEditor } from "../packages/yaml-blocks.ts";
import { tableIndexEditor } from "../tables/table-indexes.ts";
import { apiModuleEditor } from "./api-modules.ts";
import { mountOf } from "./backend-modules.ts";
import { componentTypeEditor } from "./component-types.ts";
import { variableEditor, variableRowEditor, variableTypeEditor } from "./variables.ts";

/** Kind of fragment → its editor. */
export const editors = {
  /**
   * A member of the object that `defineSchema` of convex/server takes. Key: `...noteTables` for a record of
   * tables that is spread, else the table.
   */
  schemaTable: memberEditor({
    anchor: { call: "defineSchema", from: "convex/server", holds: "object" },
    order: "keys",
  }),
  tableIndex: tableIndexEditor,
  /** The same of the object that `defineAccess` takes. */
  accessRow: memberEditor({ anchor: { call: "defineAccess", holds: "object" }, order: "keys" }),
  /** A member of the object that `defineReferences` takes, as in `schemaTable`. */
  reference: memberEditor({ anchor: { call: "defineReferences", holds: "object" }, order: "keys" }),
  /** A property of the object `rateLimits`. Key: its name, `"notes.create"`. */
  rateLimit: memberEditor({ anchor: { variable: "rateLimits", holds: "object" }, order: "keys" }),
  /** A property of `derivedRoles`, or of `derivedTeamRoles`: a role that extends another. Key: the role. */
  appRole: memberEditor({ anchor: { variable: "derivedRoles", holds: "object" }, order: "keys" }),
  teamRole: memberEditor({
    anchor: { variable: "derivedTeamRoles", holds: "object" },
    order: "keys",
  }),
  /** A property of the object `roleNames` of a page's words: what a role is called. Key: the role. */
  roleTitle: memberEditor({ anchor: { variable: "roleNames", holds: "object" }, order: "end" }),
  /** A property of the object `nameFields`: the field that names a row. Key: the table. */
  rowName: memberEditor({ anchor: { variable: "nameFields", holds: "object" }, order: "keys" }),
  /** A property of the object `uncovered`: why no flow calls a function. Key: its name, `"notes:archive"`. */
  uncovered: memberEditor({ anchor: { variable: "uncovered", holds: "object" }, order: "keys" }),
  /** An element of the array `story`: a chapter of the flows. Key: the variable that holds it. */
  chapter: memberEditor({ anchor: { variable: "story", holds: "array" }, order: "end" }),
  /** What calls a function on a schedule, `crons.daily("mail digests", …)`. Key: its title. */
  cron: callEditor(({ callee, arguments: [title] }) => {
    const isOfCrons = callee.type === "MemberExpression" && nameOf(callee.object) === "crons";
    return isOfCrons && title !== undefined ? stringValue(title) : null;
  }),
  /** A property of the object `errands`: what a cron does on the embedded backend. Key: its target, `"notes:purge"`. */
  errand: memberEditor({ anchor: { variable: "errands", holds: "object" }, order: "end" }),
  /** An element of the array `errorCodes`. Key: the code. */
  errorCode: memberEditor({ anchor: { variable: "errorCodes", holds: "array" }, order: "end" }),
  /** An element of the array `emailKinds`, or of those that users can turn off. Key: the kind. */
  emailKind: memberEditor({ anchor: { variable: "emailKinds", holds: "array" }, order: "end" }),
  optionalEmailKind: memberEditor({
    anchor: { variable: "optionalEmailKinds", holds: "array" },
    order: "end",
  }),
  /** A property of the object `emailExamples`, and of what switches say of e-mails. Key: the kind. */
  emailExample: memberEditor({
    anchor: { variable: "emailExamples", holds: "object" },
    order: "end",
  }),
  emailName: memberEditor({ anchor: { variable: "emailNames", holds: "object" }, order: "end" }),
  /** An element of the array `pending` in the migrations. Key: what it refers to, `internal.migrations.fill`. */
  pendingMigration: memberEditor({ anchor: { variable: "pending", holds: "array" }, order: "end" }),
  /** What adds an HTTP route: `http.route({ … })`, `addFunctionRoute(http, { … })`. Key: `POST /webhooks/clerk`. */
  route: callEditor(routeOf),
  /** A property of the object `senders`: an event that a webhook takes. Key: the source, `clerk`. */
  sender: memberEditor({ anchor: { variable: "senders", holds: "object" }, order: "end" }),
  /** A property of the object `requests`: what a route serves and refuses. Key: `POST /api/notes`. */
  requests: memberEditor({ anchor: { variable: "requests", holds: "object" }, order: "end" }),
  /** A property of the object `known` of example rows: the fields of those of a table. Key: the table. */
  exampleRow: memberEditor({ anchor: { variable: "known", holds: "object" }, order: "end" }),
  /** An element of the array `knownRoutes`: a route that the app has. Key: `POST /api/notes`. */
  knownRoute: memberEditor({ anchor: { variable: "knownRoutes", holds: "array" }, order: "end" }),
  /** What mounts a component, `app.use(rag)`. Key: what it is called in the app. */
  mount: callEditor(mountOf),
  /** A property of the types of all components, in `_generated/api.d.ts`. Key: what it is called in the app. */
  componentType: componentTypeEditor,
  /** A property of the object `components`: what tests register. Key: its path in the app, `resend/rateLimiter`. */
  testComponent: memberEditor({
    anchor: { variable: "components", holds: "object" },
    order: "end",
  }),
  /** A property of the object `untellingComponents`: why a table holds nothing of a person. Key: `rag/namespaces`. */
  untelling: memberEditor({
    anchor: { variable: "untellingComponents", holds: "object" },
    order: "keys",
  }),
  /** A property of the object `indexedTables`: what of a row is knowledge. Key: the table. */
  indexedTable: memberEditor({
    anchor: { variable: "indexedTables", holds: "object" },
    order: "keys",
  }),
  dependency: dependencyEditor,
  yamlBlock: yamlBlockEditor,
  variable: variableEditor,
  variableType: variableTypeEditor,
  variableRow: variableRowEditor,
  /** A module in `_generated/api.d.ts`: its import and its property. Key: the module's path, without `.ts`. */
  apiModule: apiModuleEditor,
} as const satisfies Record<string, FragmentEditor>;

/** The route that a call adds, as `POST /webhooks/clerk`. */
function routeOf({ callee, arguments: args }: CallExpression): string | null {
  const isMethod = callee.type === "MemberExpression" && nameOf(callee.property) === "route";
  const isCall = callee.type === "Identifier" && /^add\w*Route$/.test(callee.name);
  const route = args.at(isMethod ? 0 : 1);
  if (!(isMethod || isCall) || route?.type !== "ObjectExpression") return null;
  const text = (name: string) =>
    route.properties
      .filter((property) => property.type === "Property" && nameOf(property.key) === name)
      .map((property) => (property.type === "Property" ? stringValue(property.value) : null))[0];
  const [method, path] = [text("method"), text("path")];
  return method && path ? `${method} ${path}` : null;
}
