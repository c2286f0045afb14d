// A page as its templates need it: everything is known, nothing is wrong.
import type { Place } from "./input.ts";

export interface PageModel {
  path: string;
  under: Place;
  title: string;
  icon: string;
  query: QueryModel | null;
  mutation: MutationModel | null;
}

/** A function that the page calls. */
export interface CalledFunction {
  module: string;
  name: string;
  access: FunctionAccess;
  /** The argument that is the team of the address; null where it takes none. */
  team: string | null;
}

export type FunctionAccess =
  | { kind: "permission"; permission: string; roles: string[] }
  | { kind: "signedIn" }
  | { kind: "public" };

export interface QueryModel extends CalledFunction {
  returns: "page" | "list" | "one" | "value";
  /** Whether it may return null. */
  isNullable: boolean;
  /** What is shown of a row, or of the one object. */
  fields: ShownField[];
  /** The field that a row is called by; null where none is. */
  title: string | null;
  /** What tells rows of a list apart; null where nothing does. */
  key: string | null;
  /** A row as a test has it, as code. */
  example: string;
  /** What is not shown, as ids and objects are. */
  left: string[];
}

export interface ShownField {
  name: string;
  kind: "text" | "number" | "moment" | "bool" | "option" | "list";
  /** The values of an option. */
  values: string[];
  mayBeAbsent: boolean;
  mayBeNull: boolean;
}

export interface MutationModel extends CalledFunction {
  controls: ControlModel[];
  /** The zod shape of the form, as code. */
  shape: string;
  /** The imports of that code. */
  imports: string[];
  /** Optional arguments that the form does not ask for. */
  left: string[];
}

export interface ControlModel {
  name: string;
  kind: "line" | "lines" | "number" | "moment" | "bool" | "option" | "list";
  values: string[];
  isOptional: boolean;
}
