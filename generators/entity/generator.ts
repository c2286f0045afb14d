// `pnpm plop entity` as the command line sees it.
import { type EntityInput, entityShape } from "./input.ts";
import { planEntity } from "./plan.ts";
import {
  type Generator,
  type Missing,
  defined,
  manyFlag,
  textFlag,
} from "@groundwork/plop-engine/generator";

export const entityGenerator: Generator<EntityInput> = {
  command: "entity",
  shape: entityShape,

  fromArguments(args) {
    const [name, ...fields] = args.positionals;
    return defined({
      name,
      fields: fields.length > 0 ? fields : undefined,
      plural: textFlag(args, "plural"),
      access: manyFlag(args, "access"),
      about: textFlag(args, "about"),
      rateLimit: textFlag(args, "rate-limit"),
      web: args.flags.web === true ? true : undefined,
      icon: textFlag(args, "icon"),
      allowAny: args.flags["allow-any"] === true ? true : undefined,
    });
  },

  missing({ name, fields }) {
    const missing: Missing[] = [];
    if (name === undefined) {
      missing.push({
        problem: {
          code: "ARGUMENT_MISSING",
          arg: "<name>",
          message: "an entity has a name: that of one row.",
        },
        example: ["ticket"],
      });
    }
    if (fields === undefined || fields.length === 0) {
      missing.push({
        problem: {
          code: "ARGUMENT_MISSING",
          arg: "<field…>",
          message: "an entity has at least one field: name:type.",
        },
        example: ["title:string(1..120)"],
      });
    }
    return missing;
  },

  toArguments({ name, fields, plural, access, about, rateLimit, web, icon, allowAny }) {
    const option = (flag: string, value: string | undefined) =>
      value === undefined ? [] : [`--${flag}`, value];
    return [
      name,
      ...fields,
      ...option("plural", plural),
      ...(access ?? []).flatMap((grant) => option("access", grant)),
      ...option("about", about),
      ...option("rate-limit", rateLimit),
      ...(web ? ["--web"] : []),
      ...option("icon", icon),
      ...(allowAny ? ["--allow-any"] : []),
    ];
  },

  plan: planEntity,

  answerable: ["ACCESS_OWN", "ACCESS_TEAM", "ICON_WEB", "RATE_LIMIT_MISSING", "REF_UNREADABLE"],
};
