// What each error code of the generators means, at more length than an error has room for:
// `pnpm plop explain <code>`.
import { explanations as ofDesigns } from "./design/check/explanations.ts";
import { explanations as ofComparison } from "./design/described/explanations.ts";
import { explanations as ofFlows } from "./design/flows/explanations.ts";

/** Code → what it means and what to do. */
export const explanations: Readonly<Record<string, string>> = {
  ...ofDesigns,
  ...ofComparison,
  ...ofFlows,

  // Names.
  ENTITY_EXISTS:
    "An entity of this name exists with different fields. Edit it by hand, or undo the run that made it.",
  ENTITY_OWNED: "The app came with a table of that name. Change it by hand, in its own files.",
  COMPUTED:
    "A computed value is made by a formula whenever its row is read. Nobody gives it, and no table keeps it.",
  FIELD_CASE: "Names of fields and functions are camelCase, as everywhere in this repository.",
  FUNCTION_NAME:
    "A function is named by its module and its own name, notes.archive; folders stand before the module: admin/reports.total.",
  INDEX_LONG: "Convex allows 64 characters in the name of an index, which is made of its fields.",
  INDEX_RESERVED: "Convex keeps by_id and by_creation_time for indexes of its own.",
  MODULE_EXISTS: "A module or a folder of that name exists, and no table belongs to it.",
  ROUTE_TAKEN: "The web app already has a page at that address.",
  MODULE_NEAR: "A module of the same noun, singular or plural, exists: put the function there.",
  NAME_CHAR: "Names are ASCII letters and digits, as they become identifiers, files and URLs.",
  NAME_EMPTY: "The name is empty.",
  NAME_ID: "A field that is called after a table of the app and ends in Id refers to a row of it.",
  NAME_LONG: "Convex allows 64 characters in a name.",
  NAME_PATH: "A name is an identifier, and does not choose where files go.",
  NAME_PLURAL: "The plural is not clear from English: give it with --plural.",
  NAME_RESERVED: "The name is reserved in JavaScript, or has a meaning in generated code.",
  NAME_SPACE: "The name starts or ends with white space, which nobody would see in the code.",
  NAME_SYSTEM: "Convex reserves names that start with _ for system fields and tables.",
  NAME_TWIN: "The names differ in letter case only, so they are one file on macOS and Windows.",

  // Components.
  COMPONENT_HERE:
    "A flag belongs to the other kind of component: one with a wrapper, or one of an installed package.",
  COMPONENT_HOLDS:
    "model/platform/remains.ts says of every table of every component what of a removed account stays in it; a test holds it to that.",
  COMPONENT_NAME: "The name of a component is that of its wrapper and of a property: camelCase.",
  COMPONENT_ONCE: "The app came with that component, and all of it shares the one that is mounted.",
  COMPONENT_PACKAGE:
    "The package of a component is a dependency of the backend and exports a convex.config.js.",
  COMPONENT_TAKEN:
    "Components and modules of functions share one set of names: internal.likes, components.likes.",
  COMPONENT_UNKNOWN:
    "Wrappers are written for the components that the help lists. Others are mounted with --package.",
  PACKAGE_UNREACHABLE:
    "pnpm reads a package from its store, or else from its registry. Nothing of the project is changed before it has it.",

  // Knowledge.
  RAG_ACCESS:
    "Everybody in a team may read the team's knowledge. So rows are knowledge only where everybody in their team reads them.",
  RAG_OTHER: "Which texts of a row are knowledge is listed in model/knowledge/rows.ts.",
  RAG_REMOVED: "Rows become sources of the feature knowledge, which this project has removed.",
  RAG_TABLE:
    "Rows become knowledge by the fields and the access that the entity was generated with.",
  RAG_TEXT:
    "Only texts that every reader of a row sees are knowledge: no private fields, and no lists.",
  RAG_TEXTS:
    "Only texts that every reader of a row sees are knowledge: no private fields, and no lists.",

  // Init.
  LOCKFILE_FAILED: "pnpm writes the lockfile before anything of the project is changed.",
  TOOLING_BUILD:
    "The compiler of the package says what is wrong. A fresh `pnpm install` repairs most of it.",
  TOOLING_UNPUBLISHED:
    "With --tooling npm, the versions that tooling/*/package.json name come from the registry of pnpm.",
  INIT_DONE: "The project already has names of its own. Undo that run to choose others.",
  INIT_HOLDER: "The holder is written into the line of LICENSE that starts with Copyright.",
  INIT_NAME: "The name becomes the one of the root package: lower case, and hyphens between words.",
  INIT_SCOPE: "The scope stands before the name of each package: @acme/backend, @acme/validators.",
  INIT_TOOLING:
    "vendor packs the tooling into the project; npm takes it from the registry; source keeps it in tooling/.",
  INIT_TITLE: "The title is what people read on pages, in e-mails and in the terminal.",

  // Remove.
  FEATURE_IN_USE:
    "Lines that name the feature and stand in no list are not the command's to change.",
  FEATURE_NEEDED: "A feature that another one uses is removed with it, or not at all.",
  FEATURE_UNKNOWN:
    "`packages/backend/features/` has a file for each optional feature; entities are those that `pnpm plop entity` made.",
  ENTITY_IN_USE:
    "Code that people wrote is not the command's to change. --allow-uses drops edits of the entity's own files and code that generators wrote for its rows; other lines stay for you.",
  REMOVE_CORE:
    "Only what a record lists can be taken out safely: optional features, and entities that a generator made.",
  REMOVE_MIXED:
    "A feature takes packages along and needs `pnpm install` afterwards, an entity does not.",

  // Indexes.
  INDEX_COVERED:
    "Convex finds rows by the first fields of an index, too, so an index that starts another one is needless.",
  INDEX_FIELD:
    "An index has fields of the table's rows. Convex adds _creationTime at its end by itself.",
  INDEX_FIELDS: "An index has at most 16 fields, each once.",
  INDEX_HERE: "A run adds an index, activates or removes one, or lists those that nothing reads.",
  INDEX_IN_USE: "A query that names an index fails without it.",
  INDEX_LIST:
    "Lists are written for entities that `pnpm plop entity` made. Others are written by hand.",
  INDEX_SHAPE: "The call is edited only where it is written as the command writes it.",
  INDEX_TABLE:
    "The indexes of a library's table are its own, unless convex/tables declares the table again.",
  INDEX_UNKNOWN: "The table has no index of that name.",
  INDEX_UNREAD:
    "Each index makes every write of its table slower, so one that nothing reads is refused.",

  // Crons.
  AGE_SYNTAX: "An age is a number of hours or days: 12h, 30d.",
  ARGS_HERE: "The generated mutation gets from its cron what it needs, and nothing else.",
  ARGS_JSON: "A cron passes the same arguments to each run, written as one JSON object.",
  STATES_FIELD: "The states of a row are the options of one field, which every row has.",
  STATES_ROLE: "A move may be limited to roles of the app: sent>void by admin.",
  STATES_SYNTAX:
    "Moves are <field>: <state>><state>, separated by commas, each with `by <role>+<role>` if limited.",
  STATES_TWICE: "Each move is named once, with the roles that may make it.",
  STATES_UPDATE:
    "A move is an update: it needs the permission, and the scope of a person decides which rows.",
  STATES_VALUE: "The states are the options of the field.",
  GRANT_BLIND: "A role that changes or removes rows has to read them.",
  GRANT_COLUMN: "The columns of a table in the access matrix say whose and which team's a row is.",
  GRANT_ESCALATES:
    "Who changes people, members or invitations decides about roles, their own among them.",
  GRANT_READ: "Lists start from the index of a scope, and fail at the first row outside it.",
  GRANT_SCOPE:
    "A grant is table.operation:scope; scopes of the app are own, team, led, all, those of a team own, team.",
  GRANT_TWICE: "A role either extends a permission, states its scope, or goes without it.",
  GRANT_UNHELD:
    "The role in the app decides what somebody may call, the role in a team which rows.",
  PERMISSION_UNKNOWN:
    "The permissions are those of the access matrix, listed in docs/reference/access.md.",
  ROLE_NAME: "The name of a role is a key of objects and a value of rows: one word in camelCase.",
  ROLE_PARENT: "A new role extends one that exists, and differs in what is named.",
  ROLE_TAKEN: "No role is changed by a generator: edit packages/validators/src/access/roles.ts.",
  CRON_TAKEN: "Admins and the records of runs tell crons apart by their title.",
  REMOVES_HELD: "A row that others need, or that a flow removes, does not go by its age.",
  RUNS_ARGS: "The mutation needs arguments, and a cron passes the same ones to each run.",
  RUNS_KIND:
    "A cron calls an internal mutation that does one bounded batch. What calls a service is a job that a mutation starts.",
  RUNS_UNKNOWN: "The mutation does not exist yet, so the generator has to know what it does.",
  TABLE_UNKNOWN: "The table is named as in the schema, which is a plural.",
  TITLE: "The title is what admins read in the list of crons, and what a run is recorded under.",
  WHEN: "Intervals are 10m, 1h, 2d; times are in UTC: 03:17, monday@03:17; a crontab has five fields.",
  WHEN_FULL_HOUR: "Most crons in the world start on the full hour, and share its load.",
  WHEN_MISSING: "A cron has one time: --every, --daily, --weekly or --cron.",
  WHEN_TWICE: "A cron has one time. Two times are two crons.",
  WORK_TWICE: "A generated mutation does one thing.",

  // Changes of fields.
  ENTITY_UNRECORDED:
    "Only an entity that a generator made can be rendered again: the records of the runs have what it was made from.",
  FIELD_CONFLICT:
    "The lines were edited, and the change needs the same ones. Make the printed lines part of them by hand.",
  FIELD_EXISTS:
    "The entity has a field of that name. --change gives it another range or other values.",
  FIELD_FILL:
    "Rows that exist have no value for a new required field, so the run has to say which they get.",
  FIELD_CUSTOM:
    "A design names a field as custom where the grammar of fields cannot say its shape, so code that people write decides it. A new table has no such code yet.",
  FIELD_HELD:
    "The access, the states, a list, the knowledge or the display name of the rows needs the field, so it cannot be taken away.",
  FIELD_HERE: "A run adds fields, or makes one change: --change, --remove, --rename or --finish.",
  FIELD_RENAME: "A new name of a field is written as --rename old=new, and no other field has it.",
  FIELD_MIGRATIONS: "Each required field has a migration and a second phase of its own.",
  FIELD_MISFIT:
    "A deployment refuses a table that its rows do not fit: another type is another field, filled in from the old one.",
  FIELD_OUTDATED:
    "The lines come from a template that has changed since. Update the entity first, then change its fields.",
  FIELD_UNBEGUN:
    "The second phase ends what an earlier run has begun, and there is no record of one.",

  // Migrations.
  FIELD_UNKNOWN: "The shape of the table's rows has no field of that name.",
  MIGRATION_BOTH: "A migration either fills a field in or takes it away.",
  MIGRATION_COUNTED:
    "--counted is the day, written as 2026-12-01, on which no deployment had an old row left. It belongs to --finish.",
  MIGRATION_LEFT:
    "A deployment refuses a table that its rows do not fit. Run the migration again; rows may have been added since.",
  MIGRATION_NAME: "A migration is an export of convex/migrations.ts, so its name is camelCase.",
  MIGRATION_UNCOUNTED:
    "The old rows are counted by a function of the app, on the deployment that the convex command is connected to.",
  MIGRATION_UNKNOWN: "Only a migration that a run of this generator has begun can be finished.",
  MIGRATION_VALUE:
    "The value is JSON, such as false or a text in quotes, or an expression of row, such as row.title.length.",

  // Jobs, and variables of the environment.
  ATTEMPTS: "After the last attempt a job is given up, and an admin can try it again.",
  JOB_PUBLIC: "A job costs money or time of a service, so its caller is known.",
  TIMEOUT:
    "An attempt that takes longer counts as lost and is repeated. Actions may run for ten minutes.",
  VARIABLE:
    "Variables of the backend are declared in convex.config.ts: SERVICE_URL, CLERK_WEBHOOK_SECRET.",

  // E-mails.
  EMAIL_EXISTS: "Each e-mail has a kind of its own, which names it in the code and in the log.",
  EMAIL_LINK:
    "An e-mail links to pages of packages/validators/src/platform/paths.ts, whose addresses take values of the e-mail.",
  EMAIL_SUBJECT: "A subject is visible on locked screens, and has at most 200 characters.",
  EMAIL_TEXT: "A sentence names values in braces, {number}, and has no address of a page.",
  EMAIL_VALUE: "An e-mail quotes short values, each on one line; ids only lead to pages.",

  // Pages.
  PAGE_ACCESS: "A public page calls functions with publicAccess only: nobody is signed in there.",
  PAGE_ARGS:
    "The address gives the team, and the form what a person types or chooses. Ids of rows come from neither.",
  PAGE_EXISTS: "Another page has the address, or the folder of the feature.",
  PAGE_FUNCTION:
    "A page shows a public query and calls a public mutation, as the snapshot of the backend records them.",
  PAGE_PATH: "The last part of an address is words in lower case, joined by hyphens.",
  PAGE_RETURNS: "A page shows an object, a list of objects, or rows in pages, each with its _id.",
  PAGE_SHAPE:
    "The form checks what is typed with the shape of the server, which both import from packages/validators.",
  PAGE_TITLE: "A title stands in the navigation, where there is little room.",
  PAGE_UNDER: "A page is under a team, for the signed-in, among those of admins, or public.",

  // HTTP routes.
  HTTP_AUTH:
    "A session token is a person's, and X-API-Key is a program's: session, or key:<VARIABLE>.",
  HTTP_CALLER: "No route is open by accident: each says who may call it.",
  HTTP_CALLER_TWICE: "A route has one kind of caller. Two kinds are two routes.",
  HTTP_EVENTS: "Events of other types are acknowledged and not used, so that their sender stops.",
  HTTP_HERE:
    "The flag belongs to the other kind of route: a webhook, or one that calls a function.",
  HTTP_METHOD: "Methods: GET, POST, PUT, PATCH and DELETE. CORS adds OPTIONS.",
  HTTP_ORIGIN: "An origin is scheme and host, https://partner.example; app is the web app itself.",
  HTTP_PATH: "Paths are in lower case. /files, /public, /uploads and /api/auth are the app's own.",
  HTTP_RUNS:
    "The function checks its arguments and its caller. A person calls a public one, a program with a key an internal one.",
  HTTP_SIGNATURE:
    "Events are signed as Standard Webhooks has it: HMAC-SHA-256 over id, time and body.",
  HTTP_SIZE:
    "What is sent is read no further than this. A webhook takes 64 kB at most, a call 1 MB.",
  HTTP_WEBHOOK: "The word after /webhooks/ names the sender, in the code and in the limits.",
  HTTP_WHY: "A route that everybody may call gives the reason why that is safe.",
  ROUTE_EXISTS: "Another route has the method and the path.",

  // Fields.
  ANY_HERE: "A value of any type cannot be checked: declare the types of its parts.",
  ARG_UNREADABLE:
    "A row that an argument names is read in the caller's scope, so every caller needs read access.",
  BRACKET_OPEN: "A bracket is opened and never closed. In a shell, quote the whole field.",
  CURRENCY:
    "The currency of money is a code of ISO 4217, such as EUR, and one for the whole field.",
  DEFAULT: "A default has to be a value that the field itself would take.",
  DEFAULT_HERE: "The handler knows the time and the caller; no argument needs to pass them.",
  DEFAULT_OPTIONAL: "An argument with a default is never absent, so it cannot be optional too.",
  ENUM_VALUE: "The values of an enum are different from each other, and none is empty.",
  FIELDS_NONE: "A table without fields stores nothing.",
  FIELDS_ONLY_OPTIONAL: "A row that may be empty tells nothing: make one field required.",
  FIELDS_TOO_MANY: "Convex takes at most 1024 fields in one row.",
  FIELD_DUP: "Two fields have the same name, or names that differ only in case.",
  FIELD_NO_TYPE: "A field is name:type, for example title:string(1..120).",
  FIELD_SYNTAX: "After the type come ?, [], a modifier with + or :, and last a default with =.",
  INDEXES_TOO_MANY: "Convex takes at most 64 indexes of all kinds on one table.",
  MOD_CONFLICT: "Two modifiers of the field contradict each other.",
  MOD_HERE:
    "The modifier describes how a table stores or shows a field, so it has no meaning for an argument.",
  MOD_TWICE: "The modifier is given twice.",
  MOD_TYPE: "The modifier has no meaning for a field of this type.",
  MOD_UNKNOWN:
    "Modifiers: optional list index unique search immutable server private owner cascade restrict clear.",
  OWNER_TWICE: "Only one field can name the owner of a row.",
  RANGE: "A range is min..max, and one side may be left out. Lengths are whole numbers from 0.",
  PARENT_FIELD: "Each part names one row that it is a part of, from the start and for good.",
  PARENT_TABLE: "The whole is a row of a table whose access says who reads it.",
  REF_HELD:
    "People can always remove their account, and the last one in a team takes it along, so each reference to either declares what happens to the row: +cascade or +clear.",
  REF_ONE_EACH:
    "A table with one row for each person or team is written by hand: generated functions make many rows.",
  REF_SELF: "A row that requires another row of its own table could never be the first one.",
  REF_UNKNOWN: "A reference names a table as the schema does, which is a plural.",
  REF_UNREADABLE: "Roles that create a row need read access to the rows that it refers to.",
  SERVER_VALUE: "A field that no caller sets needs a value of its own: a default, or none with ?.",
  TEAM_TWICE: "Rows of a team are separate from those of other teams, so they name one team only.",
  SEARCH_FILTER:
    "A search index narrows what it finds by fields with one value each, which its function takes as arguments.",
  PUBLIC_FIELD:
    "Everybody sees the fields that --public names: none that is private, and none that says whose a row is.",
  PUBLIC_WHEN:
    "A bool or an enum that each row has decides which rows everybody sees: isPublished, status=sent.",
  TOGETHER:
    "The fields of --unique and --index are fields of the entity that Convex can look rows up by.",
  TRASH: "A trash has rows that somebody removed, and lists leave them out by an index.",
  TYPE_ANY: "json holds any value, so nothing can check it: allow it with --allow-any.",
  TYPE_ARGS: "The type takes something else in its brackets: values, a table, a number or a range.",
  TYPE_UNKNOWN: "Types: string text email url int number bool date enum ref file vector json.",
  VECTOR_SIZE: "Convex indexes vectors of 2 to 4096 numbers.",

  // Access, limits, pages.
  ACCESS_ACTION: "The builder of actions counts no calls, and an action may cost money.",
  ACCESS_INTERNAL:
    "Internal functions are called by other functions, which have checked the caller.",
  ACCESS_MISSING: "No function is public by accident: each declares who may call it.",
  ACCESS_NOBODY: "The access matrix names the permission and grants it to no role.",
  ACCESS_OPERATION: "Operations: read create update remove. Update needs a field that can change.",
  ACCESS_OWN: "The scope own needs a field with +owner, which names the owner of a row.",
  ACCESS_PARENT:
    "Rows that are parts of another are reached by its access: parent asks that row, own its author, too.",
  ACCESS_READ: "A role that changes rows has to read them, and at least one role has to read them.",
  ACCESS_PUBLIC:
    "No row is public by accident: --public names the fields that people see who are not signed in.",
  ACCESS_ROLE: "The roles are in packages/validators/src/access/roles.ts.",
  ACCESS_SCOPE:
    "A grant declares which rows: own, team, led (teams that the user owns), parent or all.",
  ACCESS_SYNTAX: "A grant is <role>:<scope>, or <role>:<scope>:<operation>+<operation>.",
  ACCESS_TEAM: "The scopes team and led need a field that names the team of a row.",
  ACCESS_TWICE: "A role has one scope for each operation.",
  ACCESS_UNKNOWN: "Access is a permission of the access matrix, signedIn, or public:<why>.",
  ACCESS_WHY:
    "A function that everybody may call gives the reason why that is safe; the reference lists it.",
  BECAUSE_HERE:
    "Only public actions need a reason; queries, mutations and internal actions are the rule.",
  BECAUSE_MISSING:
    "A client waits for the action it calls, and nothing retries it. Most work is better scheduled by a mutation; where it is not, give the reason.",
  ICON: "The icon is a name of lucide-react, such as NotebookPen, and not one that pages use already.",
  ICON_WEB: "An icon belongs to a page: ask for one with --web, or leave out --icon.",
  KIND_NODE: 'A module that says "use node" runs in Node.js, where Convex runs actions only.',
  KIND_UNKNOWN:
    "Kinds: query, mutation, action, internalQuery, internalMutation and internalAction.",
  RATE_LIMIT: "A limit is <times>/<second|minute|hour|day>, such as 30/minute.",
  RATE_LIMIT_HERE:
    "Only public mutations and actions can be limited: they have a caller, and can count.",
  RATE_LIMIT_MISSING:
    "A function that every signed-in user may call, or that adds rows, declares how often one caller may: 30/minute.",
  RATE_LIMIT_TAKEN:
    "A limit of that name exists with other values. Pass its name to use it as it is.",
  RETURNS_LIST: "A mutation returns an id or a result. A query returns lists and pages.",
  RETURNS_ROW: "row and page return rows of the table that the module is named after.",
  WEB_FIELD: "The form of a page has no control for a field of this type.",
  WEB_PARENT:
    "The generated page shows all rows that a person may see; parts are listed by their whole.",
  WEB_MISSING: "There is no web app to add a page to.",

  // The design.
  DESIGN_THERE:
    "A design that people wrote is not written over. --add keeps it and adds what it does not name; --replace writes it again.",
  IMPORT_EMPTY:
    "A project of Convex has a folder of functions: convex/, or the one that convex.json names. Name the folder that has it.",
  IMPORT_TO:
    "--to names the module that the design is written to. --add and --replace are of that file.",

  // The tree.
  EXPORT_TAKEN: "The module exports something else under that name, which is never overwritten.",

  // Afterwards, and faults.
  NODE_UNSUPPORTED: "package.json lists the supported versions of Node under engines.",
  PAGES_FAILED:
    "The pages in docs/reference are generated from the code, and that failed: see its output.",

  // The design.
  DESIGN_FLAG:
    "A flag of `design new` says one thing in one form, which its help shows. A whole design is easier to say as JSON with --from.",
  DESIGN_MISSING:
    "The design of the backend is a file, which `design new` starts and `design import` reads from code.",
  DESIGN_TAKEN:
    "`design new` adds to a design, and changes nothing of it. Change the entry in the file, then plan and apply it.",

  // Update.
  UPDATE_CONFLICT:
    "Lines that people edited are never overwritten. Once they are what the template has, or with --keep-edits, there is no conflict.",
  UPDATE_REFUSED:
    "A run is rendered again from its recorded input. What the generator refuses by now has to be changed by hand.",
  UPDATE_UNKNOWN:
    "`pnpm plop history` lists the runs. Runs that change what exists cannot be rendered again.",
};
