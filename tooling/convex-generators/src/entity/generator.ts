// `pnpm plop entity` as the command line sees it.
import {
  type Generator,
  argumentMissing,
  flagArguments,
  inputOf,
} from "@groundwork/plop-engine/generator";
import { entityCommand } from "./command.ts";
import { type EntityInput, entityShape } from "./input.ts";
import { planEntity } from "./plan.ts";

export const entityGenerator: Generator<EntityInput> = {
  command: "entity",
  shape: entityShape,

  fromArguments(args) {
    const [name, ...fields] = args.positionals;
    return {
      ...(name !== undefined && { name }),
      ...(fields.length > 0 && { fields }),
      ...inputOf<EntityInput>(entityCommand, args),
    };
  },

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

  toArguments: (input) => [input.name, ...input.fields, ...flagArguments(entityCommand, input)],

  plan: planEntity,

  answerable: ["ACCESS_OWN", "ACCESS_TEAM", "ICON_WEB", "RATE_LIMIT_MISSING", "REF_UNREADABLE"],
};
