// Renders the templates: each stands at the path that its file will have, with facts in braces.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import Handlebars from "handlebars";
import { tidied } from "./tidy.ts";

/** One file as rendered, not formatted yet. */
export interface RenderedFile {
  path: string;
  text: string;
}

/** Functions that templates call: `{{input "ann"}}`. */
export type Helpers = Readonly<Record<string, (...args: never[]) => string>>;

const EXTENSION = ".hbs";
const options = { noEscape: true, strict: true };

const engine = Handlebars.create();
engine.registerHelper("json", (value: unknown) => JSON.stringify(value));
engine.registerHelper("attribute", attribute);
engine.registerHelper(
  "is",
  function (this: unknown, value: unknown, wanted: unknown, { fn, inverse }) {
    return value === wanted ? fn(this) : inverse(this);
  },
);

/** A text as the value of a JSX attribute. */
export function attribute(text: string): string {
  return /^[\w ,.:;()/'!?–-]*$/.test(text) ? `"${text}"` : `{${JSON.stringify(text)}}`;
}

/** What templates are rendered with. */
export interface Rendering {
  /** The facts that they name; a name that it lacks is an error. */
  view: object;
  helpers: Helpers;
  /** Whether a template makes a file, by its path without the extension. */
  isWritten: (template: string) => boolean;
}

/**
 * Renders the templates of a generator.
 * @param folder the generator's absolute path; `templates/` is in it, and `partials/` if it has any
 * @returns the files, in the order of the templates' paths
 */
export function renderAll(folder: string, { view, helpers, isWritten }: Rendering): RenderedFile[] {
  const { templates, partials } = load(folder);
  const render = (template: Handlebars.TemplateDelegate) =>
    template(view, { partials, helpers: helpers as Handlebars.RuntimeOptions["helpers"] & object });
  return templates
    .filter(({ name }) => isWritten(name))
    .map(({ path, text }) => ({ path: render(path), text: tidied(render(path), render(text)) }));
}

interface Loaded {
  templates: {
    name: string;
    path: Handlebars.TemplateDelegate;
    text: Handlebars.TemplateDelegate;
  }[];
  partials: Record<string, Handlebars.TemplateDelegate>;
}

const loaded = new Map<string, Loaded>();

function load(folder: string): Loaded {
  const known = loaded.get(folder);
  if (known !== undefined) return known;
  const compile = (source: string) => engine.compile(source, options);
  const read = (kind: string) =>
    filesIn(join(folder, kind)).map(({ name, text }) => ({ name, text: compile(text) }));
  const found = {
    templates: read("templates").map(({ name, text }) => ({ name, path: compile(name), text })),
    partials: Object.fromEntries(read("partials").map(({ name, text }) => [name, text])),
  };
  loaded.set(folder, found);
  return found;
}

function filesIn(folder: string): { name: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(EXTENSION))
    .sort()
    .map((name) => ({
      name: name.slice(0, -EXTENSION.length).split(sep).join("/"),
      text: readFileSync(join(folder, name), "utf8"),
    }));
}
