// Reads `--search-filter status,customerId`: the fields that a search can be narrowed by.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { type Problem, instead } from "@groundwork/plop-engine/plan";
import { withModifier } from "../fields/format.ts";
import type { EntityInput } from "./input.ts";
import type { EntityField } from "./model/model.ts";

/** Filter fields that Convex takes in one search index, and those of a team and an owner among them. */
const MOST_FILTERS = 16 - 2;

/** Types whose values Convex does not compare in a search. */
const noFilters: readonly string[] = ["json", "vector", "file", "text"];

/**
 * Reads the fields that searches are narrowed by.
 * @param input as it was typed
 * @param fields the fields of the entity
 * @param said how a field was typed, by its name, and where problems go
 * @returns the fields, in the order in which they were named
 */
export function readSearchFilters(
  { searchFilter }: EntityInput,
  fields: readonly EntityField[],
  { typed, problems }: { typed: (name: string) => string; problems: Problem[] },
): EntityField[] {
  // What is wrong with the fields themselves comes first.
  if (searchFilter === undefined || problems.length > 0) return [];
  const names = searchFilter.split(",").map((name) => name.trim());
  const refuse = (message: string, name: string, meant?: string) => {
    const at = names.lastIndexOf(name);
    const rest = names.flatMap((one, index) => (index === at ? (meant ?? []) : one));
    const fixed = rest.length > 0 ? instead(rest.join(",")) : {};
    problems.push({ code: "SEARCH_FILTER", arg: searchFilter, message, ...fixed });
  };
  const found: EntityField[] = [];
  for (const name of names) {
    const field = fields.find((one) => one.name === name);
    const why = field === undefined || found.includes(field) ? null : whyNot(field);
    if (field === undefined) {
      const known = fields.map((one) => one.name);
      const meant = didYouMean(name, known);
      const message = `--search-filter: there is no field "${name}".${meant?.sentence ?? ` Fields: ${known.join(", ")}.`}`;
      refuse(message, name, meant?.word);
    } else if (found.includes(field)) refuse(`--search-filter names "${name}" twice.`, name);
    else if (why !== null) refuse(`"${name}" ${why}: leave it out of --search-filter.`, name);
    else found.push(field);
  }
  if (problems.length === 0 && found.length > MOST_FILTERS)
    refuse(`a search is narrowed by at most ${MOST_FILTERS} fields.`, names.at(-1)!);
  if (problems.length === 0 && !fields.some(({ isSearchable }) => isSearchable))
    problems.push(nothingToSearch(searchFilter, fields, typed));
  return found;
}

function whyNot({
  name,
  isTeam,
  isParent,
  isOwner,
  isPrivate,
  isSearchable,
  list,
  type,
}: EntityField) {
  if (["term", "paginationOpts"].includes(name)) return "is what every search takes";
  if (isTeam || isParent || isOwner) return "narrows every search already";
  if (isPrivate) return "is private, so no search may tell rows apart by it";
  if (isSearchable) return "is what is searched";
  const isCompared = list === null && !noFilters.includes(type);
  return isCompared ? null : "has no value that a search can compare";
}

function nothingToSearch(
  arg: string,
  fields: readonly EntityField[],
  typed: (name: string) => string,
): Problem {
  const message = "no field is searched: add +search to a text.";
  const text = fields.find(
    ({ type, list, isPrivate }) => ["string", "text"].includes(type) && list === null && !isPrivate,
  );
  const fix = text ? withModifier(typed(text.name), "search") : "title:string(1..120)+search";
  return { code: "SEARCH_FILTER", arg, message, fix };
}
