// The types of what components give to tests. Those that ship theirs as sources alone do not hold to this
// compiler's settings, so `paths` of tsconfig.json leads here instead.
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";

declare const component: {
  schema: SchemaDefinition<GenericSchema, boolean>;
  register(app: TestConvex<SchemaDefinition<GenericSchema, boolean>>, name?: string): void;
};
export default component;
