// The functions that come with an entity, as the templates of `pnpm plop entity` write them.
import {
  type EntityField,
  type EntityModel,
  type Operation,
  isHeld,
  isKey,
  scopesOf,
} from "../../entity/model/model.ts";
import { fieldView, findingBy, uploadOperation, whose } from "../../entity/views/fields.ts";
import { togetherView } from "../../entity/views/together.ts";

/** A function as its callers see it. */
export interface FunctionFacts {
  module: string;
  name: string;
  kind: string;
  /** What it does, as a sentence. */
  about: string;
  /** The permission, `signed in`, `everybody: <why>` or `internal`. */
  access: string;
  /** In their order; a `?` marks those that may be left out. */
  args: readonly string[];
  returns: string;
  /** How often one caller may call it; absent: as every mutation. */
  limit?: string;
  /** The indexes that it reads. */
  indexes: readonly string[];
}

type Told = Omit<FunctionFacts, "module" | "access">;

/**
 * Lists the functions that come with an entity, in the order of their module.
 * @param model the entity, complete
 */
export function functionsOf(model: EntityModel): FunctionFacts[] {
  const { table } = model.names;
  const told: [Operation | "internal", Told][] = [
    ...lists(model).map((one): [Operation, Told] => ["read", one]),
    ...rows(model).map((one): [Operation, Told] => ["read", one]),
    ...writes(model),
    ...visits(model).map((one): ["internal", Told] => ["internal", one]),
  ];
  return told.map(([operation, one]) => ({
    module: table,
    access: operation === "internal" ? operation : `${table}.${operation}`,
    ...one,
  }));
}

function lists(model: EntityModel): Told[] {
  const { lookups, names, trash } = model;
  const list = (
    name: string,
    about: string,
    args: readonly string[],
    found = findingBy(model, []),
  ) => ({
    ...{ name, kind: "query", about, returns: `a page of ${names.manyWords}` },
    args: [...inPlace(model), ...args, "paginationOpts"],
    indexes: indexesOf(model, found),
  });
  const seen = whose(model, "a team");
  const byFields = togetherView(model).listings.map((listing) => {
    const { listName, equal, last, isInOrder, found } = listing;
    const range = isInOrder ? ["from?", "to?", "order?"] : [];
    const order = isInOrder ? `, by ${last.fieldWords}` : "";
    const of = equal.length === 0 ? "" : ` with one ${listing.equalWords}`;
    return list(
      listName,
      `${seen}${of}${order}.`,
      [...equal.map(({ name }) => name), ...range],
      found,
    );
  });
  const searches = model.fields
    .filter(({ isSearchable }) => isSearchable)
    .map((field) => {
      const { searchName, fieldWords } = fieldView(model, field);
      const args = ["term", ...model.searchFilters.map(({ name }) => `${name}?`)];
      const about = `${seen} with some words in the ${fieldWords}, the best match first.`;
      return { ...list(searchName, about, args), indexes: [`search_${field.name}`] };
    });
  return [
    list("list", `${seen}, the newest first.`, []),
    ...lookups.map((field) => {
      const { lookupName, which, found } = fieldView(model, field);
      return list(lookupName, `${seen} ${which}, the newest first.`, [field.name], found);
    }),
    ...byFields,
    ...searches,
    ...(trash === null
      ? []
      : [list("listTrash", `${seen} in the trash.`, [], findingBy(model, [], { isTrash: true }))]),
  ];
}

function inPlace({ place }: EntityModel): string[] {
  return place === null ? [] : [place.name];
}

/** The indexes that a list reads: one for all callers, or one for those who read their own rows, and one for others. */
function indexesOf(model: EntityModel, { only, all, own }: ReturnType<typeof findingBy>): string[] {
  const scopes = scopesOf(model, "read");
  const isMixed = scopes.has("own") && scopes.size > 1;
  return (isMixed ? [all, own] : [only]).flatMap((found) => found?.name ?? []);
}

function rows(model: EntityModel): Told[] {
  const { names, fields, team } = model;
  const within = team === null ? [] : [team.name];
  const byKey = fields.filter(isKey).map((field): Told => {
    const { keyName, fieldWords } = fieldView(model, field);
    return {
      ...{ name: keyName, kind: "query", returns: `${names.article} ${names.words}, or null` },
      about: `The ${names.words} with one ${fieldWords}.`,
      args: [...within, field.name],
      indexes: [`by_${[...within, field.name].join("_and_")}`],
    };
  });
  return [
    {
      ...{ name: "get", kind: "query", about: `One ${names.words}.`, args: ["id"] },
      ...{ returns: `${names.article} ${names.words}`, indexes: [] },
    },
    ...byKey,
  ];
}

function writes(model: EntityModel): [Operation | "internal", Told][] {
  const { names, inputs, changes, states, trash, rateLimit } = model;
  const { words, article, manyWords } = names;
  const change = (name: string, about: string, args: readonly string[] = ["id"]): Told => ({
    ...{ name, kind: "mutation", about, args, returns: "null", indexes: [] },
  });
  const upload = uploadOperation(model);
  const limit = `${rateLimit.times}/${rateLimit.unit}`;
  const create: Told = {
    ...change("create", `Adds ${article} ${words}.`, inputs.map(argument)),
    ...{ returns: `its id`, limit },
  };
  const update = ["id", ...changes.map(({ name }) => `${name}?`)];
  const told: [boolean, Operation | "internal", Told][] = [
    [isHeld(model, "create"), "create", create],
    [
      isHeld(model, "update"),
      "update",
      change("update", "Changes the fields that are given.", update),
    ],
    [
      states !== null,
      "update",
      change("move", `Moves ${article} ${words} to another state.`, ["id", "to"]),
    ],
    [
      isHeld(model, "remove"),
      "remove",
      change(
        "remove",
        trash === null
          ? `Removes ${article} ${words} for good.`
          : `Moves ${article} ${words} to the trash.`,
      ),
    ],
    [trash !== null, "remove", change("restore", `Restores ${article} ${words} from the trash.`)],
    [
      upload !== null,
      upload ?? "create",
      {
        ...change("upload", "Answers where to send the bytes of a file.", []),
        returns: "an address",
      },
    ],
    [
      trash !== null,
      "internal",
      {
        ...change(
          "purge",
          `Removes ${manyWords} that have been in the trash for 30 days; run by a cron.`,
          [],
        ),
        ...{ kind: "internalMutation", indexes: ["by_deletedAt"] },
      },
    ],
  ];
  return told.flatMap(([isThere, operation, one]) => (isThere ? [[operation, one]] : []));
}

function argument({ name, isOptional, default: value }: EntityField): string {
  return isOptional || value !== null ? `${name}?` : name;
}

function visits(model: EntityModel): Told[] {
  const { visitors, names, fields, place, owner } = model;
  const nearest = fields
    .filter(({ type }) => type === "vector")
    .map((field): Told => {
      const within = [place ?? owner].flatMap((one) => one?.name ?? []);
      return {
        ...{ name: fieldView(model, field).nearestName, kind: "internalAction" },
        about: `The ${names.manyWords} whose ${field.name} is nearest to a vector, the nearest first.`,
        ...{ args: ["vector", ...within], returns: "ids with their scores" },
        indexes: [`by_${field.name}`],
      };
    });
  if (visitors === null) return nearest;
  const shown = `${visitors.fields.map(({ name }) => name).join(", ")}`;
  const { when } = visitors;
  const live = model.trash === null ? [] : [model.trash.name];
  const indexed = when === null ? [] : [...inPlace(model), when.field.name, ...live];
  const visit = (name: string, args: string[], returns: string, indexes: string[]): Told => ({
    ...{ name, kind: "internalQuery", args, returns, indexes },
    about: `For everybody, by an HTTP route: ${shown}.`,
  });
  const list = visit(
    "listForVisitors",
    [...inPlace(model), "paginationOpts"],
    `a page of ${names.manyWords}`,
    [...(indexed.length === 0 ? [] : [`by_${indexed.join("_and_")}`])],
  );
  return [...nearest, list, visit("getForVisitors", ["id"], `${names.article} ${names.words}`, [])];
}
