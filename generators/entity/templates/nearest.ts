// The functions that search by meaning: one for each vector. They are for other functions, as whoever
// asks has to make the vector first.
import { capital } from "../../names/identifiers.ts";
import type { EntityField, EntityModel } from "../model.ts";
import { object, indented, quoted } from "../print.ts";

/** `nearest`, and where there are several vectors `nearestByTitle`. */
export function nearestNames(model: EntityModel): string[] {
  const vectors = vectorsOf(model);
  return vectors.map(({ name }) =>
    vectors.length === 1 ? "nearest" : `nearestBy${capital(name)}`,
  );
}

export function nearestFunctions(model: EntityModel): string[] {
  const names = nearestNames(model);
  return vectorsOf(model).map((field, index) => nearestFunction(model, field, names[index]!));
}

function nearestFunction(model: EntityModel, field: EntityField, name: string): string {
  const { one, manyWords, table } = model.names;
  const by = model.team ?? model.owner;
  const shape = `${one}.shape.${field.name}${field.isOptional ? ".unwrap()" : ""}`;
  const args = [
    `vector: ${shape}`,
    ...(by === null ? [] : [`${by.name}: zid(${quoted(by.table!)})`]),
  ];
  const whose = by === null ? "" : model.team === null ? " of one person" : " of one team";
  const filter =
    by === null ? [] : [`      filter: (q) => q.eq(${quoted(by.name)}, args.${by.name}),`];
  return [
    `/** The ${manyWords}${whose} whose ${field.name} is nearest to a vector, the nearest first. */`,
    `export const ${name} = internalAction({`,
    indented(object("args: ", args, ",", 2), 2),
    `  returns: z.array(z.object({ _id: zid(${quoted(table)}), _score: z.number() })),`,
    "  handler: async (ctx, args) =>",
    `    await ctx.vectorSearch(${quoted(table)}, ${quoted(`by_${field.name}`)}, {`,
    "      vector: args.vector,",
    ...filter,
    "      limit: 20,",
    "    }),",
    "});",
  ].join("\n");
}

function vectorsOf({ fields }: EntityModel): EntityField[] {
  return fields.filter(({ type }) => type === "vector");
}
