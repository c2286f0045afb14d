// What evaluating a push finds out about it.

import type { AnalyzedModule, AuthProvider, PushedModule } from "../../kernel/function-types.ts";
import type { TreeNode } from "../definitions/component-tree.ts";
import type { DefinitionMetadata } from "../definitions/definition-metadata.ts";
import type { ParsedSchema } from "../schema/schema-parse.ts";

export interface EvaluatedDefinition {
  metadata: DefinitionMetadata;
  schemaModule: PushedModule | null;
  schema: ParsedSchema | null;
  modules: Record<string, PushedModule>;
  analysis: Record<string, AnalyzedModule>;
  /** Hash of the environment the analysis was made with. */
  analyzedWith: string;
}

export interface Evaluation {
  /** By definition path; the app is `""`. */
  definitions: Record<string, EvaluatedDefinition>;
  tree: TreeNode[];
  authProviders: AuthProvider[];
}
