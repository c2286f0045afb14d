// Tables that are not checked, and indexes that cost more than they give.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { author } from "./fields";

export default defineSchema(
  {
    notes: defineTable({
      author,
      // fires: VALUE_UNCHECKED
      meta: v.any(),
      title: v.string(),
    })
      // fires: @convex-dev/no-duplicate-indexes
      .index("by_author", ["author"])
      .index("by_author_and_title", ["author", "title"]),
  },
  // fires: SCHEMA_UNCHECKED
  { schemaValidation: false },
);
