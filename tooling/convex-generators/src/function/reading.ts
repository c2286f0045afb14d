// What reading a function has found so far: each part of the reading gets it.
import type { Problem, Tree } from "@groundwork/plop-engine/plan";
import type { Access } from "../repository/facts.ts";
import type { FunctionInput } from "./input.ts";
import type { FunctionModel } from "./model.ts";

export interface Reading {
  input: FunctionInput;
  tree: Tree;
  module: string;
  name: string;
  call: FunctionModel["call"];
  isInternal: boolean;
  access: Access;
  tables: string[];
  rateLimits: string[];
  /** Collects what is wrong. */
  problems: Problem[];
}
