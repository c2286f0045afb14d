// The design of a backend as data: what `packages/backend/app.design.ts` says. Its sections take the inputs of the
// generators, in the same words; what is the key of an entry is left out of it.
import type { CronInput } from "../cron/input.ts";
import type { EmailInput } from "../email/input.ts";
import type { EntityInput } from "../entity/input.ts";
import type { FunctionInput } from "../function/input.ts";
import type { HttpInput } from "../http/input.ts";
import type { JobInput } from "../job/input.ts";
import type { PageInput } from "../page/input.ts";
import type { RagInput } from "../rag/input.ts";
import type { RoleInput } from "../role/input.ts";
import type { ComponentInput } from "../component/input.ts";

/** Field → its type and modifiers, in the grammar of fields: `title: "string(1..120)+search"`. */
export type FieldsDesign = Readonly<Record<string, string>>;

/** A whole design. Only the version, the name and what the app is for are required. */
export interface Design {
  version: 1;
  /** The app, in words. */
  name: string;
  /** What it is for, in a sentence or two. */
  about: string;
  /** Feature → what users want of it. */
  features?: Readonly<Record<string, FeatureDesign>>;
  /** Role → what it may do beyond the role that it extends. `member`, `admin` and `owner` are there already. */
  roles?: Readonly<Record<string, RoleDesign>>;
  /** One row, in camelCase → its table. */
  entities?: Readonly<Record<string, EntityDesign>>;
  /** `module.name` → a function beside those that come with an entity. */
  functions?: Readonly<Record<string, FunctionDesign>>;
  /** Title → a schedule. */
  crons?: Readonly<Record<string, Omit<CronInput, "title">>>;
  /** Module → background work. */
  jobs?: Readonly<Record<string, Omit<JobInput, "name">>>;
  /** `METHOD /path` → a route. */
  http?: Readonly<Record<string, Omit<HttpInput, "method" | "path">>>;
  /** Name → an e-mail. */
  emails?: Readonly<Record<string, EmailDesign>>;
  /** Path → a page on functions. */
  pages?: Readonly<Record<string, Omit<PageInput, "path">>>;
  /** Component → why the app has it. */
  components?: Readonly<Record<string, ComponentDesign>>;
  /** Table → its rows are sources of the knowledge. */
  rag?: Readonly<Record<string, Omit<RagInput, "table">>>;
  /** Where agents keep what they remember, and for how long. */
  memory?: MemoryDesign;
  /** Variable → what it is for. */
  environment?: Readonly<Record<string, VariableDesign>>;
  /** What is not a function: sizes and speeds. */
  limits?: LimitsDesign;
  /** Title → what people do, one after the other. */
  flows?: Readonly<Record<string, FlowDesign>>;
  /** Name → a promise, and what proves it. */
  criteria?: Readonly<Record<string, CriterionDesign>>;
}

export interface FeatureDesign {
  about: string;
  /** User stories: `As a member I see my own notes only.` */
  stories: readonly string[];
  /** Names of entities that belong to it. */
  entities?: readonly string[];
}

export interface RoleDesign extends Omit<RoleInput, "name"> {
  about?: string;
}

export interface EntityDesign extends Omit<EntityInput, "name" | "fields"> {
  fields: FieldsDesign;
  /** How many rows to expect: in all, and of one owner or team. */
  scale?: { rows: number; perOwner?: number };
}

export interface FunctionDesign extends Omit<FunctionInput, "name" | "args"> {
  args?: FieldsDesign;
}

export interface EmailDesign extends Omit<EmailInput, "name" | "values"> {
  values?: FieldsDesign;
}

export interface ComponentDesign extends Omit<ComponentInput, "component"> {
  /** Why the app has it. */
  because: string;
}

export interface MemoryDesign {
  /** What is remembered, and where: `A thread per person; facts in memories, found by meaning.` */
  strategy: string;
  /** Tables that hold it. */
  tables?: readonly string[];
}

export interface VariableDesign {
  about: string;
  required?: boolean;
  secret?: boolean;
}

export interface LimitsDesign {
  /** Rows on a page, at most. */
  pageSize?: number;
  /** Server calls of one action of a user, at most; default: 3. */
  callsPerAction?: number;
  /** How long a call takes that reads a page, in milliseconds, at most. Measured by `pnpm bench`, not by tests. */
  latency?: number;
  /** How often one person may write where nothing else is said: `30/minute`. */
  rateLimit?: string;
}

/** What people do one after the other: a chapter of the flows of the backend. */
export interface FlowDesign {
  about?: string;
  /** Name → role: `ann: "member"`. `nobody` is not signed in. */
  people?: Readonly<Record<string, string>>;
  /** Each is one action of a user, with at most three calls. */
  actions: readonly ActionDesign[];
}

export interface ActionDesign {
  /** One of the people, or a role. */
  as: string;
  /** What they do, as a sentence that starts with the verb: `open a ticket`. */
  does: string;
  /** The calls in their order. A name alone where code proves it. */
  calls: readonly (string | CallDesign)[];
  /** What holds afterwards. */
  proves: string;
}

/** JSON values; a text that starts with `$` is what an earlier call has kept: `$ticket`, `$ann._id`. */
export type Value =
  null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

export interface CallDesign {
  /** `module.name`. */
  call: string;
  with?: Readonly<Record<string, Value>>;
  /** The name under which the result is kept for later calls. */
  save?: string;
  /** What the result has, at least; `{ count: 2 }` of a page; or the code of an error: `NOT_FOUND`. */
  expect?: Value;
}

export interface CriterionDesign {
  text: string;
  /**
   * `flow:<title>#<number of the action>` · `access:<table>.<operation>.<role>=<scope or none>` ·
   * `test:<file>><title>` · `check:<script of package.json>`.
   */
  proof: readonly string[];
}

/**
 * Types a design, so that an editor completes it and the compiler refuses what is no part of one. The file is read, not
 * run: it has one `export default defineDesign({ … })` of plain data, without calls, spreads and names.
 * @param design the data
 * @returns the same
 */
export function defineDesign(design: Design): Design {
  return design;
}
