// A module that the schema imports, and that uses the schema before there is one.
import { v } from "convex/values";
import schema from "./schema";

export const author = v.string();
// fires: @convex-dev/no-schema-import-cycle
export const tables = Object.keys(schema.tables);
