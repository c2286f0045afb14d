// What may not be written in `convex/`, as ESLint selectors and import patterns, each with the code that
// its fixture in `fixtures/` names. eslint.config.js turns them on; the official plugin does the rest.

const inQuery = "CallExpression[callee.name=/^(query|internalQuery)$/]";
const inTransaction =
  "CallExpression[callee.name=/^(query|mutation|internalQuery|internalMutation)$/]";
/** A plain function whose first argument is what a query has at hand, or what a query or mutation has. */
const withQueryCtx = taking("QueryCtx|DatabaseReader");
const withTransactionCtx = taking("QueryCtx|MutationCtx|DatabaseReader|DatabaseWriter");
/** The database of a context, or one that was handed on. */
const onDb =
  ":matches([object.property.name=/^(db|unscopedDb)$/], [object.name=/^(db|unscopedDb)$/])";
const empty = ":matches(ArrayExpression[elements.length=0], ObjectExpression[properties.length=0])";
const loop =
  ":matches(ForStatement, ForOfStatement, ForInStatement, WhileStatement, DoWhileStatement)";
const moduleVariable =
  ":matches(Program > VariableDeclaration, Program > ExportNamedDeclaration > VariableDeclaration)";
const statement = ":matches(VariableDeclaration, ExpressionStatement, ReturnStatement)";
const run = "CallExpression[callee.property.name=/^run(Query|Mutation)$/]";
const runOfOurs = `${run}:not(:has(MemberExpression[object.name='components']))`;
const constant = "[name=/^[A-Z][A-Z0-9_]*$/]";

/** @type {{ code: string, selector: string, message: string, allowedIn?: string[] }[]} */
const syntax = [
  {
    code: "LOOP_OVER_TABLE",
    selector: `ForOfStatement[await=true] > CallExpression.right:has(MemberExpression[property.name='query']${onDb})`,
    message: "a loop over a query reads the whole table; use .paginate() or .take(n).",
  },
  {
    code: "TAKE_UNBOUNDED",
    selector: `CallExpression[callee.property.name='take'] > :not(Literal[value<=200], Identifier${constant}).arguments`,
    message: "how many rows are read is a number up to 200 or a CONSTANT, not what a client sent.",
  },
  {
    code: "PAGE_UNCLAMPED",
    selector: `CallExpression[callee.property.name='paginate'] > :not(CallExpression[callee.name='clamp'], ObjectExpression:has(Property[key.name='numItems']:matches([value.value<=200], [value.name=/^[A-Z][A-Z0-9_]*$/]))).arguments`,
    message: "a client may ask for any number of rows; use .paginate(clamp(args.paginationOpts)).",
  },
  {
    code: "PAGE_FILTERED",
    selector: `:matches(CallExpression[callee.property.name='filter'] > MemberExpression > MemberExpression[property.name='page'], :matches(${inQuery}, ${withQueryCtx}) CallExpression[callee.object.name='page'][callee.property.name='filter'])`,
    message:
      "a page thinned out afterwards may come out empty; let the index decide what is on it.",
  },
  {
    code: "READ_WITHOUT_INDEX",
    selector: `:matches(CallExpression[callee.property.name=/^(first|unique)$/] > MemberExpression > CallExpression[callee.property.name=/^(query|order)$/], :function:has(VariableDeclarator > CallExpression.init > MemberExpression.callee[property.name='query']${onDb}) CallExpression[callee.property.name=/^(first|unique)$/][callee.object.type='Identifier'])`,
    message: "this row is found by reading the table; start from .withIndex().",
  },
  {
    code: "PAGE_ARGUMENT",
    selector:
      "Property[key.name='args'] > ObjectExpression > Property[key.name='paginationOpts']:not([value.name='paginationOpts'])",
    message: "the argument of a list is `paginationOpts` of ./lib/pagination.",
  },
  {
    code: "CLOCK_IN_QUERY",
    selector: `:matches(${inQuery}, ${withQueryCtx}) :matches(CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.object.name='Math'][callee.property.name='random'])`,
    message:
      "a query's answer is kept until its rows change, so the time in it goes stale; take a rounded time as an argument, or store a flag from a scheduled function.",
  },
  {
    code: "WORLD_IN_TRANSACTION",
    selector: `:matches(${inTransaction}, ${withTransactionCtx}) CallExpression[callee.name=/^(fetch|setTimeout|setInterval)$/]`,
    message: "queries and mutations cannot reach outside; schedule an internal action.",
  },
  {
    code: "MODULE_STATE",
    selector: `:matches(${moduleVariable}[kind='let'], ${moduleVariable} > VariableDeclarator > NewExpression[callee.name=/^(Map|Set)$/][arguments.length=0], ${moduleVariable} > VariableDeclarator > ${empty}, ${moduleVariable} > VariableDeclarator > TSAsExpression > ${empty})`,
    message:
      "what a module remembers is lost or shared at random between calls; store it in a table.",
  },
  {
    code: "FROZEN_AT_PUSH",
    selector:
      ":matches(CallExpression[callee.object.name=/^(Date|Math|crypto)$/][callee.property.name=/^(now|random|randomUUID|getRandomValues)$/], NewExpression[callee.name='Date'][arguments.length=0], MemberExpression[object.name='env']):not(:function *)",
    message: "outside a function this is read once, at push; read it in the handler.",
  },
  {
    code: "EXPORT_CONDITIONAL",
    selector: `ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > ConditionalExpression`,
    message: "which functions there are is settled at push; decide inside the handler.",
  },
  {
    code: "NODE_RUNTIME",
    selector: "ExpressionStatement[directive='use node']",
    message: "Node starts slower and takes smaller arguments; say which package needs it.",
  },
  {
    code: "VALUE_UNCHECKED",
    selector: "CallExpression[callee.object.name=/^[vz]$/][callee.property.name=/^(any|unknown)$/]",
    message: "a value that may be anything is not validated; name its shape.",
  },
  {
    code: "SCHEMA_UNCHECKED",
    selector:
      "Property[key.name=/^(schemaValidation|strictTableNameTypes)$/] > Literal[value=false]",
    message: "rows that nobody checks cannot be trusted later; leave validation on.",
  },
  {
    code: "IDENTITY_BY_HAND",
    selector: "MemberExpression[object.name='ctx'][property.name='auth']",
    message: "who is calling is `ctx.user`; `lib/access.ts` alone asks the auth library.",
    allowedIn: ["lib/access.ts"],
  },
  {
    code: "ADDRESS_BY_HAND",
    selector:
      ":matches(CallExpression[callee.property.name='getRequestMetadata'], Literal[value=/^(x-)?(forwarded|forwarded-for|real-ip|client-ip|cluster-client-ip|true-client-ip|cf-connecting-ip|fastly-client-ip|original-forwarded-for)$/i])",
    message:
      "a caller may write it; networkOf and requestOf of lib/clientAddress.ts tell what is believed.",
    allowedIn: ["lib/clientAddress.ts"],
  },
  {
    code: "RUN_IN_TRANSACTION",
    selector: `:matches(${inTransaction}, ${withTransactionCtx}) ${runOfOurs}`,
    message:
      "within a transaction call a plain function that takes `ctx`; only components are run.",
  },
  {
    code: "RUN_IN_SEQUENCE",
    // Statements of a module are calls that define functions, each with runs of its own.
    selector: `${statement}:has(${run}) + ${statement}:has(${run}):not(Program > *)`,
    message: "two calls are two transactions, with changes of others between them; make them one.",
  },
  {
    code: "RUN_IN_LOOP",
    selector: `${loop} CallExpression[callee.property.name=/^run(Query|Mutation|Action)$/]`,
    message: "one transaction for each round; pass the whole batch to one function.",
  },
  {
    code: "RUN_ACTION",
    selector: "CallExpression[callee.object.name='ctx'][callee.property.name='runAction']",
    message: "an action in the same runtime is a plain function; only crossing to Node needs this.",
  },
  {
    code: "ERROR_UNEXPLAINED",
    selector: "NewExpression[callee.name=/^(Error|ConvexError)$/]",
    message:
      'a client would read "Server Error"; throw appError(code, …). A TypeError is for a mistake in our own code.',
    allowedIn: ["lib/errors.ts"],
  },
  {
    code: "ERROR_BY_TEXT",
    selector:
      ":matches(CallExpression[callee.object.property.name='message'][callee.property.name=/^(includes|startsWith|endsWith|match)$/], BinaryExpression[operator=/^[!=]==?$/] > MemberExpression[property.name='message'])",
    message: "texts change; go by the code of the error.",
  },
  {
    code: "ERROR_SWALLOWED",
    selector: "CatchClause > BlockStatement[body.length=0]",
    message: "what was written before the failure stays written; let the error end the function.",
  },
  {
    code: "STORAGE_BY_HAND",
    selector:
      "CallExpression[callee.object.property.name='storage'][callee.property.name='generateUploadUrl']",
    message:
      "storage takes any number of files of any size at such an address; `uploadUrl` of `uploads.ts` makes one for one file.",
  },
  {
    code: "STORAGE_URL",
    selector:
      "CallExpression[callee.object.property.name='storage'][callee.property.name='getUrl']",
    message:
      "storage serves a file under the type that its sender named; `publicFileOf` of `uploads.ts` makes an address with safe headers.",
  },
  {
    code: "CORS_BY_HAND",
    selector: "Literal[value=/^access-control-allow-/i]",
    message: "use corsRouter of convex-helpers/server/cors with the list of origins.",
  },
];

/** @type {{ code: string, group: string[], importNames?: string[], message: string, allowedIn?: string[] }[]} */
const imports = [
  {
    code: "BUILDER_RAW",
    group: ["**/_generated/server"],
    importNames: [
      "query",
      "mutation",
      "action",
      "internalQuery",
      "internalMutation",
      "internalAction",
    ],
    message: "import the builders from ./builders/functions: they ask for `access` and `returns`.",
    allowedIn: ["builders/functions.ts"],
  },
  {
    code: "BUILDER_GENERIC",
    group: ["convex/server"],
    importNames: [
      "queryGeneric",
      "mutationGeneric",
      "actionGeneric",
      "internalQueryGeneric",
      "internalMutationGeneric",
      "internalActionGeneric",
      "httpActionGeneric",
    ],
    message: "import the builders from ./builders/functions: they ask for `access` and `returns`.",
  },
  {
    code: "ROUTE_ELSEWHERE",
    group: ["**/_generated/server"],
    importNames: ["httpAction"],
    message: "every HTTP route stands in http.ts, where the manifest test counts it.",
    allowedIn: ["builders/functions.ts", "http.ts"],
  },
  {
    code: "PUBLIC_FROM_INSIDE",
    group: ["**/_generated/api"],
    importNames: ["api"],
    message: "what anybody may call checks somebody; call and schedule `internal` functions.",
  },
  {
    code: "AUTH_LIBRARY",
    group: ["@convex-dev/auth/server"],
    importNames: ["getAuthUserId", "getAuthSessionId"],
    message: "who is calling is `ctx.user`; `lib/access.ts` alone asks the auth library.",
    allowedIn: ["lib/access.ts", "auth.ts"],
  },
  {
    code: "LINK_BY_HAND",
    group: ["@repo/validators/appPath"],
    importNames: ["appPath"],
    message:
      "links come from @repo/validators/platform/paths, where a test resolves each to a page.",
  },
  {
    code: "FILTER_HELPER",
    group: ["convex-helpers/server/filter"],
    message: "filtering reads the rows it drops; read through .withIndex().",
    allowedIn: ["builders/scopedDb.ts"],
  },
  {
    code: "ZOD_EXPANDED",
    group: ["convex-helpers/server/zod4"],
    message:
      "its types double the size of the type program; import the same names from @repo/validators/convex.",
  },
];

function taking(types) {
  return `:function[params.0.typeAnnotation.typeAnnotation.typeName.name=/^(${types})$/]`;
}

const allowed = ({ allowedIn = [] }, file) => file !== null && allowedIn.includes(file);

/**
 * Makes the options of the two restricting rules.
 * @param {string | null} file a file's name, to leave out what that file alone may do; null leaves out nothing
 * @returns rules for an ESLint configuration
 */
function rulesFor(file) {
  return {
    "no-restricted-syntax": [
      "error",
      ...syntax
        .filter((rule) => !allowed(rule, file))
        .map(({ code, selector, message }) => ({ selector, message: `${code}: ${message}` })),
    ],
    "@typescript-eslint/no-restricted-imports": [
      "error",
      {
        patterns: imports
          .filter((rule) => !allowed(rule, file))
          .map(({ code, group, importNames, message }) => ({
            group,
            ...(importNames && { importNames }),
            message: `${code}: ${message}`,
          })),
      },
    ],
  };
}

/** For every file of `convex/` that is pushed. */
export const backendRules = rulesFor(null);

/** For the files that may do what no other may: their name, and their rules instead. */
export const backendExceptions = [
  ...new Set([...syntax, ...imports].flatMap(({ allowedIn = [] }) => allowedIn)),
].map((file) => ({ file, rules: rulesFor(file) }));

/** For tests of the backend. */
export const backendTestRules = {
  "@typescript-eslint/no-restricted-imports": [
    "error",
    {
      patterns: [
        {
          group: ["convex-test"],
          importNames: ["convexTest"],
          message:
            "TEST_UNLIMITED: start from initTest of testing/setup.ts, which has Convex's limits.",
        },
      ],
    },
  ],
};

/** For the web app, which calls the backend. */
export const clientRules = clientRulesWith([]);

/** For the routes of the web app and what they need of features, all of which its first page loads. */
export const routeRules = clientRulesWith([
  {
    group: ["zod", "@repo/validators/*"],
    allowTypeImports: true,
    message:
      "ROUTE_WEIGHT: visitors load every route with the first page; read search parameters with @/lib/search-params, and import types alone.",
  },
]);

/** @param {object[]} more what else may not be imported */
function clientRulesWith(more) {
  const patterns = [
    {
      group: ["convex/react"],
      importNames: ["useAction"],
      message:
        "ACTION_FROM_CLIENT: call a mutation that stores what is wanted and schedules the work.",
    },
    {
      group: ["@repo/backend/*", "!@repo/backend/_generated"],
      message: "SERVER_CODE: the app knows the backend by _generated/api and its types alone.",
    },
    {
      group: ["@tanstack/react-router"],
      importNames: ["Navigate"],
      message:
        "REDIRECT_AGAIN: it redirects whenever its page renders, also away from what somebody has opened since. Redirect in beforeLoad, or once in an effect.",
    },
    ...more,
  ];
  return { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] };
}
