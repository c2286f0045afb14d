// The types of what components export for tests. Some ship sources that this compiler's settings reject, so
// `paths` of tsconfig.json points here instead.
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";

declare const component: {
  schema: SchemaDefinition<GenericSchema, boolean>;
  register(app: TestConvex<SchemaDefinition<GenericSchema, boolean>>, name?: string): void;
};
export default component;
