// Reads the input of a component: the result is its model, or every problem of the input.
import { didYouMean } from "@groundwork/plop-engine/did-you-mean";
import { parseModule } from "@groundwork/plop-engine/edit/source";
import { findAll, nameOf } from "@groundwork/plop-engine/edit/syntax";
import { GeneratorError, type Problem, type Tree, instead } from "@groundwork/plop-engine/plan";
import type { CallExpression } from "oxc-parser";
import { isKeyword } from "../fields/identifiers.ts";
import { mounts } from "../repository/backend-modules.ts";
import { layout } from "../repository/layout.ts";
import type { ComponentInput } from "./input.ts";
import { type Official, SCOPE, official } from "./official.ts";

export interface ComponentModel {
  /** The component of which there is a wrapper; null for another. */
  known: Official | null;
  package: string;
  /** Null for an installed one, which has its place in the manifest. */
  version: string | null;
  /** The default import of its configuration. */
  imported: string;
  mountedAs: string;
  tables: Readonly<Record<string, string>>;
  /** Whether it can be registered in tests. */
  hasTest: boolean;
  /** Whether the app has it under that name already. */
  isMounted: boolean;
}

/** Whether a component can have a name. */
export function isMountName(name: string): boolean {
  return /^[a-z][A-Za-z0-9]{0,39}$/.test(name) && !isKeyword(name);
}

/**
 * Reads the input of a component.
 * @throws GeneratorError (2) with all problems, (3) when the name is taken
 */
export function readComponent(input: ComponentInput, tree: Tree): ComponentModel {
  const problems: Problem[] = [];
  const model =
    input.package === undefined
      ? readOfficial(input, tree, problems)
      : readInstalled(input, input.package, tree, problems);
  if (problems.length > 0) throw new GeneratorError(2, problems);
  assertNameFree(model!, tree);
  return model!;
}

function readOfficial(
  { component, name, holds }: ComponentInput,
  tree: Tree,
  problems: Problem[],
): ComponentModel | null {
  if (holds !== undefined) {
    const message = `--holds belongs to --package: what ${component} holds is known.`;
    problems.push({ code: "COMPONENT_HERE", arg: "--holds", message, fix: "Leave out --holds." });
  }
  if (name !== undefined) readMountName(name, problems);
  const plain = component
    .replace(SCOPE, "")
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase();
  // One that the app came with has its wrapper already.
  const there = mounts(tree).find((mount) => mount.package === SCOPE + plain);
  const known = official.find((one) => one.name === plain) ?? null;
  if (known === null && there === undefined) problems.push(unknown(component));
  if (known === null && there !== undefined && name !== undefined && name !== there.name) {
    problems.push({
      code: "COMPONENT_ONCE",
      arg: component,
      message: `${plain} is mounted as "${there.name}", and one of it is enough for all of the app.`,
      fix: "Use the one that is there.",
    });
  }
  if (known === null && there === undefined) return null;
  const mountedAs = name ?? there?.name ?? known!.mountedAs;
  return {
    known,
    package: SCOPE + plain,
    version: known?.version ?? null,
    imported: known?.imported ?? there!.name,
    mountedAs,
    tables: known?.tables ?? {},
    hasTest: true,
    isMounted: mounts(tree).some((one) => one.name === mountedAs && one.package === SCOPE + plain),
  };
}

function unknown(component: string): Problem {
  const names = official.map(({ name }) => name);
  const near = didYouMean(component, names);
  return {
    code: "COMPONENT_UNKNOWN",
    arg: component,
    message: `There is no wrapper for "${component}".${near?.sentence ?? ` There is one for ${names.join(", ")}.`}`,
    ...(near
      ? instead(near.word)
      : { fix: "Install its package, and name it: --package @scope/name --holds '…'" }),
  };
}

function readMountName(name: string, problems: Problem[]): void {
  if (isMountName(name)) return;
  const words = name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string = "") => next.toUpperCase());
  const plain = (words.charAt(0).toLowerCase() + words.slice(1)).slice(0, 40);
  const message = `"${name}" is no name of a component: camelCase, at most 40 letters and digits.`;
  const fixed = isMountName(plain) ? plain : "likes";
  problems.push({ code: "COMPONENT_NAME", arg: name, message, ...instead(fixed) });
}

interface Manifest {
  name?: string;
  exports?: Record<string, unknown>;
}

/** A component of somebody else's: what its package says of itself. */
function readInstalled(
  { component, name, holds }: ComponentInput,
  wanted: string,
  tree: Tree,
  problems: Problem[],
): ComponentModel | null {
  if (name !== undefined) {
    const message = `with --package, ${component} is what it is called in the app.`;
    problems.push({ code: "COMPONENT_HERE", arg: "--name", message, fix: "Leave out --name." });
  }
  readMountName(component, problems);
  if (holds === undefined || !/^[^"\n\\]{8,200}$/.test(holds)) {
    problems.push({
      code: "COMPONENT_HOLDS",
      arg: holds ?? "--holds",
      message:
        "--holds says why the component's tables hold nothing about a person who left, in 8 to 200 characters.",
      fix: "--holds 'prices of products', or declare in model/platform/remains.ts what remains of them",
    });
  }
  const folder = `${layout.backend}/node_modules/${wanted}`;
  const text = /^(@[\w.-]+\/)?[\w.-]+$/.test(wanted) ? tree.read(`${folder}/package.json`) : null;
  const exports = text === null ? null : ((JSON.parse(text) as Manifest).exports ?? {});
  const config = exports?.["./convex.config.js"] ?? exports?.["./convex.config"];
  if (exports === null || config === undefined) {
    problems.push({
      code: "COMPONENT_PACKAGE",
      arg: wanted,
      message:
        exports === null
          ? `The package "${wanted}" is not installed in ${layout.backend}.`
          : `The package "${wanted}" is no Convex component: it exports no convex.config.js.`,
      fix: exports === null ? `pnpm --filter ./${layout.backend} add ${wanted}` : "Name another.",
    });
    return null;
  }
  const hasTest = exports["./test"] !== undefined;
  const mountedAs = component;
  return {
    known: null,
    package: wanted,
    version: null,
    imported: component,
    mountedAs,
    tables: hasTest
      ? Object.fromEntries(tablesIn(tree, folder).map((table) => [table, holds ?? ""]))
      : {},
    hasTest,
    isMounted: mounts(tree).some((one) => one.name === mountedAs && one.package === wanted),
  };
}

/** The tables of an installed component, as its schema names them. */
function tablesIn(tree: Tree, folder: string): string[] {
  const path = `${folder}/dist/component/schema.js`;
  const text = tree.read(path);
  if (text === null) return [];
  const isSchema = (node: unknown): node is CallExpression =>
    (node as CallExpression).type === "CallExpression" &&
    nameOf((node as CallExpression).callee) === "defineSchema";
  return findAll(parseModule(path, text), isSchema).flatMap(({ arguments: [tables] }) =>
    tables?.type === "ObjectExpression"
      ? tables.properties.flatMap((one) =>
          one.type === "Property" ? (nameOf(one.key, one.computed) ?? []) : [],
        )
      : [],
  );
}

/** Refuses a name under which the app has something else: another component, a module, or a folder of modules. */
function assertNameFree(model: ComponentModel, tree: Tree): void {
  const { mountedAs, isMounted } = model;
  if (isMounted) return;
  const fix = model.known === null ? "Choose another name." : "Choose another --name.";
  const other = mounts(tree).find(({ name }) => name.toLowerCase() === mountedAs.toLowerCase());
  const inConvex = tree.list(layout.convex).map((name) => name.replace(/(\.ts|\/)$/, ""));
  const isModule = inConvex.some((name) => name.toLowerCase() === mountedAs.toLowerCase());
  if (other === undefined && !isModule) return;
  const message =
    other !== undefined
      ? `${layout.components} mounts ${other.package} as "${other.name}".`
      : `"${mountedAs}" is a module of the app, and its functions would be mistaken for the component's.`;
  throw new GeneratorError(3, { code: "COMPONENT_TAKEN", arg: mountedAs, message, fix });
}
