// Texts that have to say something.
import { type DesignPath, problemAt } from "../../file/design-file.ts";
import { type Rule, entriesOf } from "./rule.ts";

/** No text that a person reads is blank, or a placeholder. */
export const texts: Rule = (file) => {
  const { design } = file;
  const read: [at: DesignPath, text: string, what: string][] = [
    [["name"], design.name, "what the app is called"],
    [["about"], design.about, "what the app is for, in a sentence or two"],
    ...entriesOf(design.features).flatMap(([name, { about, stories }]): typeof read => [
      [["features", name, "about"], about, "what the feature is"],
      ...stories.map((story, index): (typeof read)[number] => [
        ["features", name, "stories", index],
        story,
        "what somebody wants of the feature, and who they are",
      ]),
    ]),
    ...entriesOf(design.components).map(([name, { because }]): (typeof read)[number] => [
      ["components", name, "because"],
      because,
      "why the app has the component",
    ]),
    ...entriesOf(design.environment).map(([name, { about }]): (typeof read)[number] => [
      ["environment", name, "about"],
      about,
      "what the variable is for",
    ]),
    ...entriesOf(design.flows).flatMap(([title, { actions }]) =>
      actions.flatMap(({ does, proves }, index): typeof read => [
        [["flows", title, "actions", index, "does"], does, "what the person does"],
        [["flows", title, "actions", index, "proves"], proves, "what holds afterwards"],
      ]),
    ),
    ...entriesOf(design.criteria).map(([name, { text }]): (typeof read)[number] => [
      ["criteria", name, "text"],
      text,
      "what is promised",
    ]),
    ...(design.memory === undefined
      ? []
      : ([
          [["memory", "strategy"], design.memory.strategy, "what is remembered, and where"],
        ] as typeof read)),
  ];
  return read.flatMap(([at, text, what]) => {
    if (/\p{L}/u.test(text) && !/^\s*(TODO|TBD|<.*>|\.\.\.|…)\s*$/i.test(text)) return [];
    const message = `${String(at.at(-1)).replace(/^\d+$/, "The story")} says nothing: write ${what}.`;
    return [problemAt(file, at, { code: "DESIGN_TEXT", message })];
  });
};
