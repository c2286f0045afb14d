// Features: what users want, and the entities that serve it.
import { problemAt, problemAtKey } from "../../file/design-file.ts";
import { type Rule, entriesOf, meant } from "./rule.ts";

/** Every feature has a story, and names entities of the design. */
export const features: Rule = (file, { tableOf }) =>
  entriesOf(file.design.features).flatMap(([name, { stories, entities = [] }]) => {
    const message = `The feature "${name}" has no story, so nobody is known to want it.`;
    const fix = 'stories: ["As a member I …"]';
    const fault = { code: "DESIGN_STORY_NONE", message, fix };
    const missing =
      stories.length === 0 ? [problemAt(file, ["features", name, "stories"], fault)] : [];
    const unknown = entities.flatMap((entity, index) => {
      if (tableOf.has(entity)) return [];
      const ofTable = [...tableOf].find(([, table]) => table === entity)?.[0];
      const { sentence, fix } =
        ofTable === undefined
          ? meant(entity, tableOf.keys())
          : { sentence: ` Did you mean "${ofTable}"?`, fix: ofTable };
      const fault = {
        code: "DESIGN_ENTITY_UNKNOWN",
        message: `The design has no entity "${entity}".${sentence}`,
        ...(fix !== undefined && { fix }),
      };
      return [problemAt(file, ["features", name, "entities", index], fault)];
    });
    return [...missing, ...unknown];
  });

/** Memory names tables that are there. */
export const memory: Rule = (file, { tables }) =>
  (file.design.memory?.tables ?? []).flatMap((table, index) => {
    if (tables.has(table)) return [];
    const { sentence, fix } = meant(table, tables);
    const fault = {
      code: "TABLE_UNKNOWN",
      message: `there is no table "${table}".${sentence}`,
      ...(fix !== undefined && { fix }),
    };
    return [problemAt(file, ["memory", "tables", index], fault)];
  });

/** A function stands once: modules and names that differ in case only are one file, or one name. */
export const twins: Rule = (file, { functions }) =>
  entriesOf(file.design.functions).flatMap(([name], index, all) => {
    const later = all.slice(index).map(([one]) => one);
    const other = [...functions.keys()].find(
      (one) => one.toLowerCase() === name.toLowerCase() && !later.includes(one),
    );
    if (other === undefined) return [];
    const message = `"${name}" and "${other}" differ in letter case only.`;
    return [problemAtKey(file, ["functions", name], { code: "NAME_TWIN", message, fix: other })];
  });
