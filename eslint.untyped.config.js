// The rules that need no types: what was generated is linted with these, beside a type check of its own.
import tseslint from "typescript-eslint";
import config from "./eslint.config.js";

export default [
  ...config,
  tseslint.configs.disableTypeChecked,
  {
    // A comment may turn off a rule that is left out here.
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: {
      "@convex-dev/explicit-table-ids": "off",
      "@convex-dev/no-filter-in-query": "off",
    },
  },
];
