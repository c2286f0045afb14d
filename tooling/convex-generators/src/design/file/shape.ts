// The JSON Schema of a design. Its entries are the inputs of the generators, so what a generator learns, a design can say.
import type { ObjectShape, Shape } from "@groundwork/plop-engine/shape";
import { componentShape } from "../../component/input.ts";
import { cronShape } from "../../cron/input.ts";
import { emailShape } from "../../email/input.ts";
import { entityShape } from "../../entity/input.ts";
import { functionShape } from "../../function/input.ts";
import { httpShape } from "../../http/input.ts";
import { jobShape } from "../../job/input.ts";
import { pageShape } from "../../page/input.ts";
import { ragShape } from "../../rag/input.ts";
import { roleShape } from "../../role/input.ts";

type Properties = Readonly<Record<string, Shape>>;

const about: Shape = { type: "string", description: "in words" };

/** The same as the type `Design`. */
export const designShape: Shape = object(
  "The design of a backend",
  {
    version: { type: "number", description: "of this form", enum: [1] },
    name: text("the app, in words", "Helpdesk"),
    about: text("what it is for, in a sentence or two"),
  },
  {
    features: byKey("feature → what users want of it", featureShape()),
    roles: byKey("role → what it may do", ofGenerator(roleShape, ["name"], { about })),
    entities: byKey(
      "one row, in camelCase → its table",
      ofGenerator(entityShape, ["name"], { scale: scaleShape() }, { fields: fields("its fields") }),
    ),
    functions: byKey(
      "module.name → a function beside those of entities",
      ofGenerator(functionShape, ["name"], { args: fields("its arguments") }),
    ),
    crons: byKey("title → a schedule", ofGenerator(cronShape, ["title"])),
    jobs: byKey("module → background work", ofGenerator(jobShape, ["name"])),
    http: byKey("METHOD /path → a route", ofGenerator(httpShape, ["method", "path"])),
    emails: byKey(
      "name → an e-mail",
      ofGenerator(emailShape, ["name"], { values: fields("what it names") }),
    ),
    pages: byKey("path → a page on functions", ofGenerator(pageShape, ["path"])),
    components: byKey(
      "component → why the app has it",
      ofGenerator(componentShape, ["component"], {}, { because: text("why the app has it") }),
    ),
    rag: byKey("table → its rows are knowledge", ofGenerator(ragShape, ["table"])),
    memory: object(
      "where agents keep what they remember",
      { strategy: text("what is remembered, where, and for how long") },
      { tables: texts("tables that hold it") },
    ),
    environment: byKey("variable → what it is for", variableShape()),
    limits: limitsShape(),
    flows: byKey("title → what people do, one after the other", flowShape()),
    criteria: byKey(
      "name → a promise, and what proves it",
      object("a promise", {
        text: text("what is promised"),
        proof: texts(
          "what proves it: flow:<title>#<action>, access:<table>.<operation>.<role>=<scope>, " +
            "test:<file>><title> or check:<script>",
        ),
      }),
    ),
  },
);

/**
 * The input of a generator as an entry of the design.
 * @param shape that of the input
 * @param keys what the key of the entry says
 * @param more what the design says in addition, or otherwise
 * @param needed the same, and it cannot do without
 */
function ofGenerator(
  { description, properties, required = [] }: ObjectShape,
  keys: readonly string[],
  more: Properties = {},
  needed: Properties = {},
): Shape {
  const own = Object.entries(properties).filter(([name]) => !keys.includes(name));
  const isNeeded = ([name]: [string, Shape]) => required.includes(name);
  return object(
    description,
    { ...Object.fromEntries(own.filter(isNeeded)), ...needed },
    { ...Object.fromEntries(own.filter((one) => !isNeeded(one))), ...more },
  );
}

function featureShape(): Shape {
  return object(
    "a feature",
    { about, stories: texts("user stories: As a member I see my own notes only.") },
    { entities: texts("entities that belong to it") },
  );
}

function scaleShape(): Shape {
  return object(
    "how many rows to expect",
    { rows: count("in all") },
    { perOwner: count("of one owner or team") },
  );
}

function variableShape(): Shape {
  return object(
    "an environment variable of the backend",
    { about },
    {
      required: { type: "boolean", description: "whether the app cannot do without" },
      secret: { type: "boolean", description: "whether nobody may see its value" },
    },
  );
}

function limitsShape(): Shape {
  return object(
    "what is not a function: sizes and speeds",
    {},
    {
      pageSize: count("rows on a page, at most"),
      callsPerAction: count("server calls of one action of a user, at most; default: 3"),
      latency: count("milliseconds of a call that reads a page, at most"),
      rateLimit: text("how often one person may write where nothing else is said", "30/minute"),
    },
  );
}

function flowShape(): Shape {
  const call = object(
    "a call",
    { call: text("module.name", "tickets.create") },
    {
      with: byKey("its arguments", { description: "a value" }),
      save: text("the name of its result for later calls: ticket, used as $ticket"),
      expect: { description: "what the result has at least, or the code of an error" },
    },
  );
  const action = object("one action of a user", {
    as: text("one of the people, or a role"),
    does: text("what they do, starting with the verb", "open a ticket"),
    calls: {
      type: "array",
      description: "the calls in their order",
      items: { description: "a call", anyOf: [text("module.name"), call] },
    },
    proves: text("what holds afterwards"),
  });
  return object(
    "what people do one after the other",
    { actions: { type: "array", description: "one after the other", items: action } },
    { about, people: byKey("name → role", text("a role, or nobody", "member")) },
  );
}

function object(description: string, needed: Properties, optional: Properties = {}): Shape {
  const properties = { ...needed, ...optional };
  const required = Object.keys(needed);
  return { type: "object", description, properties, required, additionalProperties: false };
}

function byKey(description: string, of: Shape): Shape {
  return { type: "object", description, properties: {}, additionalProperties: of };
}

function fields(description: string): Shape {
  const type = text("its type and modifiers, in the grammar of fields", "string(1..120)+search");
  return byKey(`${description}: field → type`, type);
}

function texts(description: string): Shape {
  return { type: "array", description, items: text("a text") };
}

function text(description: string, ...examples: string[]): Shape {
  return { type: "string", description, ...(examples.length > 0 && { examples }) };
}

function count(description: string): Shape {
  return { type: "number", description, minimum: 0 };
}
