// A module in `_generated/api.d.ts`, written as the official codegen writes it, so that the types of
// a new module are there before the codegen has run. Its format: an import and a property for each
// module, in the order of their paths.
import { type Fragment, GeneratorError } from "@groundwork/plop-engine/plan";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { unsupported } from "@groundwork/plop-engine/edit/refusal";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { isKeyword } from "../fields/identifiers.ts";

/** Names of variables that the file has of its own. */
const ownNames = ["fullApi", "api", "internal", "components"];

const IMPORTS = /^import type \* as \w+ from "\.\.\/.+\.js";\r?\n/gm;
const MODULES = /\bApiFromModules<\{([^}]*)\}>/g;

/**
 * Makes the fragment of a module.
 * @param module its path under `convex/`, without ".ts": `tickets`, `model/tickets`
 */
export function apiModuleFragment(module: string): Fragment {
  return { kind: "apiModule", key: module, text: `${importOf(module)}\n${propertyOf(module)}` };
}

export const apiModuleEditor: FragmentEditor = {
  isSame: (one, other) => one === other,

  has(path, text, fragment) {
    const modules = modulesIn(path, text, fragment);
    if (modules.includes(fragment.key)) return true;
    const variable = variableOf(fragment.key);
    const taken = modules.find((module) => variableOf(module) === variable);
    if (taken === undefined) return false;
    throw new GeneratorError(3, {
      code: "NAME_TAKEN",
      arg: path,
      message: `The modules "${fragment.key}" and "${taken}" get the same name in ${path}, "${variable}", so the types of one would be lost.`,
      fix: "Give the new module another name.",
    });
  },

  add: (path, text, fragment) =>
    withModules(text, [...modulesIn(path, text, fragment), fragment.key]),

  read: (path, text, fragment) =>
    modulesIn(path, text, fragment).includes(fragment.key) ? fragment.text : null,

  remove: (path, text, fragment) =>
    withModules(
      text,
      modulesIn(path, text, fragment).filter((module) => module !== fragment.key),
    ),
};

function variableOf(module: string): string {
  const name = module.replaceAll(/[/-]/g, "_");
  return ownNames.includes(name) || isKeyword(name) ? `${name}_` : name;
}

function importOf(module: string): string {
  return `import type * as ${variableOf(module)} from "../${module}.js";`;
}

function propertyOf(module: string): string {
  const name = /^[A-Za-z_$][\w$]*$/.test(module) ? module : `"${module}"`;
  return `${name}: typeof ${variableOf(module)};`;
}

/**
 * Reads which modules the file has.
 * @throws SYNTAX_ERROR or SHAPE_UNSUPPORTED (4) for a file that is not the codegen's
 */
function modulesIn(path: string, text: string, fragment: Fragment): string[] {
  const source = parseModule(path, text);
  const [modules, ...more] = text.matchAll(MODULES);
  if (modules === undefined || more.length > 0)
    throw unsupported(source, "there is no ApiFromModules<{ … }>", fragment);
  return [...modules[1]!.matchAll(/^\s*"?([^\s":]+)"?: typeof/gm)].map(([, module]) => module!);
}

/** The file with these modules and no others. The codegen sorts them by path, with the extension. */
function withModules(text: string, modules: readonly string[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const sorted = modules.toSorted((one, other) => (`${one}.ts` < `${other}.ts` ? -1 : 1));
  const linesOf = (write: (module: string) => string) =>
    sorted.map((module) => write(module) + eol).join("");
  const rest = text.replace(IMPORTS, "");
  const start = rest.search(/^import /m);
  const properties = linesOf((module) => `  ${propertyOf(module)}`);
  return (
    `${rest.slice(0, start).trimEnd()}${eol}${eol}${linesOf(importOf)}${eol}` +
    rest.slice(start).replace(MODULES, () => `ApiFromModules<{${eol}${properties}}>`)
  );
}
