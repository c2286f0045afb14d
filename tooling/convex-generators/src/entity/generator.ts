// `pnpm plop entity` as the command line sees it.
import { type Generator, argumentMissing, commandLineOf } from "@groundwork/plop-engine/generator";
import { entityCommand } from "./command.ts";
import { type EntityInput, entityShape } from "./input.ts";
import { planEntity } from "./plan.ts";

export const entityGenerator: Generator<EntityInput> = {
  ...commandLineOf<EntityInput>(entityCommand, "name", "...fields"),
  shape: entityShape,

  missing({ name, fields = [] }) {
    return [
      ...(name === undefined
        ? [argumentMissing("<name>", "an entity has a name: that of one row.", "ticket")]
        : []),
      ...(fields.length === 0
        ? [
            argumentMissing(
              "<field…>",
              "an entity has at least one field: name:type.",
              "title:string(1..120)",
            ),
          ]
        : []),
    ];
  },

  plan: planEntity,

  answerable: ["ACCESS_OWN", "ACCESS_TEAM", "ICON_WEB", "RATE_LIMIT_MISSING", "REF_UNREADABLE"],
};
