// The tasks of roles, tables and functions.
import { baseOf } from "../../repository/backend-modules.ts";
import type { Design } from "../design.ts";
import type { EntityFacts } from "../facts/entities.ts";
import type { DesignFacts } from "../facts/facts.ts";
import { code, sentence } from "./markdown.ts";
import { type Task, checked, inBackend, inValidators } from "./task.ts";

/** The test file of a module, from the folder of the backend. */
export type TestOf = (module: string) => string;

/** One task for all roles; none without any. */
export function roleTasks({ roles = {} }: Design): Task[] {
  const names = Object.keys(roles);
  if (names.length === 0) return [];
  return [
    {
      title: "Roles",
      slug: "roles",
      goal: `The app has the roles ${names.map(code).join(", ")}.`,
      touches: [
        "The roles and the access matrix.",
        "The page of roles, and the words of pages for them.",
      ],
      proofs: [
        [inBackend("test tests/lib/access.test.ts"), "each role may do what the matrix says"],
        checked("roles"),
      ],
      provides: names.map((name) => `role:${name}`),
      needs: [],
    },
  ];
}

/** The task of a table with its functions. */
export function entityTask(
  entity: EntityFacts,
  facts: DesignFacts,
  testOf: (module: string) => string,
): Task {
  const { table, words, design, fields, name } = entity;
  const references = fields.flatMap(({ field }) => field?.table ?? []);
  const roles = (design.access ?? []).map((grant) => `role:${grant.split(":")[0]}`);
  const functions = (facts.functions.get(table) ?? []).map((one) => code(one.name)).join(", ");
  const stories = Object.values(facts.design.features ?? {}).flatMap((feature) =>
    feature.entities?.includes(name) ? feature.stories : [],
  );
  return {
    title: `Table ${table}`,
    slug: `table-${table}`,
    goal: `Rows of ${code(table)} are stored, checked and kept to those who may see them. ${design.about === undefined ? "" : sentence(`one ${words} is ${design.about}`)}`.trim(),
    touches: [
      `The shape of a row with its limits, and the row of the access matrix: ${code(`src/${table}.ts`)} and ${code(`src/access/${table}.ts`)} of the validators.`,
      `The table with its indexes: [schema](../schema.md#${table.toLowerCase()}).`,
      ...(functions === ""
        ? []
        : [`The functions ${functions}: [signatures](../functions.md#${table.toLowerCase()}).`]),
      ...(design.web ? ["A page of the web app with its form."] : []),
      ...stories.map((story) => `For the story: ${sentence(story)}`),
    ],
    proofs: [
      [inValidators(`test tests/${table}.test.ts`), "values out of bounds are refused"],
      [inBackend(`test ${testOf(table)}`), "the functions do what they say, for each role"],
      checked(code(table)),
    ],
    provides: [`table:${table}`, `module:${table}`],
    needs: [...references.map((to) => `table:${to}`), ...roles],
  };
}

/** One task for the functions of each module that has others than those of its table. */
export function functionTasks(
  { design, entities }: DesignFacts,
  testOf: (module: string) => string,
): Task[] {
  const functions = Object.entries(design.functions ?? {}).map(([path, stated]) => {
    const dot = path.lastIndexOf(".");
    return { module: path.slice(0, dot), name: path.slice(dot + 1), ...stated };
  });
  const isByHand = (module: string) =>
    entities.some(({ table, model }) => table === module && model === null);
  const modules = [...new Set(functions.map(({ module }) => module))].filter(
    (module) => !isByHand(module),
  );
  return modules.map((module): Task => {
    const own = functions.filter((one) => one.module === module);
    const tables = own.flatMap(({ args = {} }) =>
      Object.values(args).flatMap((type) => /\bref\((\w+)\)/.exec(type)?.[1] ?? []),
    );
    return {
      title: `Functions of ${module}`,
      slug: `functions-${module.replaceAll("/", "-")}`,
      goal: `${own.map(({ name }) => code(name)).join(", ")} of ${code(module)} work as [designed](../functions.md).`,
      touches: own.map(
        ({ name, kind, about }) =>
          `${code(name)}, ${kind}: ${about === undefined ? "" : sentence(about)}`,
      ),
      proofs: [
        [
          inBackend(`test ${testOf(module)}`),
          "each refuses wrong input and callers without the permission",
        ],
        checked(`functions of ${code(module)}`),
      ],
      provides: [`functions:${module}`],
      needs: [`table:${baseOf(module)}`, ...tables.map((table) => `table:${table}`)],
    };
  });
}
