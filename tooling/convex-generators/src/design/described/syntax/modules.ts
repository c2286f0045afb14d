// The modules of a project as their syntax says: what a name at the top of one is declared as, there or in the module
// that it comes from. Nothing is run.
import { posix } from "node:path";
import type { FunctionBody, Node } from "oxc-parser";
import { type Source, lineOf, parseModule } from "@groundwork/plop-engine/edit/source";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import type { Tree } from "@groundwork/plop-engine/plan";

/** A module, and what the names at its top are. */
export interface Module {
  path: string;
  source: Source;
  declared: ReadonlyMap<string, Node>;
  imported: ReadonlyMap<string, Import>;
  /** Modules of which it exports everything. */
  passesOn: readonly string[];
}

/** A name that a module takes from another: `*` for all of it, `default` for its default. */
export interface Import {
  from: string;
  name: string;
}

/** An expression, and the module whose names it goes by. */
export interface Place {
  module: Module;
  node: Node;
}

/** Where a place is, as a person finds it: `path:line`. */
export function placeText({ module, node }: Place): string {
  return `${module.path}:${lineOf(module.source.code, node.start)}`;
}

const ENDINGS = ["", ".ts", ".js", ".tsx", "/index.ts", "/index.js"];

export class Modules {
  readonly tree: Tree;
  readonly #packages: Readonly<Record<string, string>>;
  readonly #read = new Map<string, Module | null>();

  /**
   * @param tree the project
   * @param packages packages of the workspace: what the specifier of one starts with → the folder of its modules
   */
  constructor(tree: Tree, packages: Readonly<Record<string, string>> = {}) {
    this.tree = tree;
    this.#packages = packages;
  }

  /**
   * Reads a module.
   * @returns null where there is none
   * @throws SYNTAX_ERROR (4)
   */
  at(path: string): Module | null {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const text = /\.[jt]sx?$/.test(path) ? this.tree.read(path) : null;
    const module = text === null ? null : moduleOf(parseModule(path, text));
    this.#read.set(path, module);
    return module;
  }

  /** The module that an import leads to; null for one of a package. */
  from(module: Module, specifier: string): Module | null {
    const [start, folder] =
      Object.entries(this.#packages).find(([name]) => specifier.startsWith(`${name}/`)) ?? [];
    const path = specifier.startsWith(".")
      ? posix.join(posix.dirname(module.path), specifier)
      : start === undefined
        ? null
        : `${folder}${specifier.slice(start.length)}`;
    if (path === null) return null;
    const stem = path.replace(/\.js$/, "");
    for (const ending of ENDINGS) {
      const found = this.at(stem + ending) ?? this.at(path + ending);
      if (found !== null) return found;
    }
    return null;
  }

  /**
   * Finds what a name is declared as.
   * @returns null for what comes from a package, or is not there
   */
  find(module: Module, name: string, seen: ReadonlySet<Module> = new Set()): Place | null {
    if (seen.has(module)) return null;
    const node = module.declared.get(name);
    if (node !== undefined) return { module, node };
    const imported = module.imported.get(name);
    const more = new Set([...seen, module]);
    if (imported !== undefined) {
      const from = this.from(module, imported.from);
      return from && this.find(from, imported.name, more);
    }
    for (const specifier of module.passesOn) {
      const from = this.from(module, specifier);
      const found = from && this.find(from, name, more);
      if (found !== null) return found;
    }
    return null;
  }

  /** What an expression is in the end: names and `as const` are followed. */
  settled({ module, node: written }: Place): Place {
    const node = unwrap(written);
    if (node.type === "Identifier") {
      const found = this.find(module, node.name);
      return found === null ? { module, node } : this.settled(found);
    }
    if (node.type === "MemberExpression" && !node.computed) {
      const whole = this.settled({ module, node: node.object });
      const member =
        whole.node.type === "Identifier"
          ? this.#memberOfAll(whole, nameOf(node.property))
          : this.member(whole, nameOf(node.property) ?? "");
      if (member !== null) return this.settled(member);
    }
    return { module, node };
  }

  /** `files.limits`, where `files` is all of a module. */
  #memberOfAll({ module, node }: Place, name: string | null): Place | null {
    const imported = node.type === "Identifier" ? module.imported.get(node.name) : undefined;
    const from = imported?.name === "*" ? this.from(module, imported.from) : null;
    return from && name !== null ? this.find(from, name) : null;
  }

  /** The properties of an object, those that it spreads among them; what is spread from a package is left out. */
  members(place: Place): Map<string, Place> {
    const { module, node } = this.settled(place);
    const found = new Map<string, Place>();
    if (node.type !== "ObjectExpression") return found;
    for (const property of node.properties) {
      if (property.type === "SpreadElement") {
        const more = this.members({ module, node: property.argument });
        for (const [name, member] of more) found.set(name, member);
        continue;
      }
      const name = nameOf(property.key, property.computed);
      if (name !== null) found.set(name, { module, node: property.value });
    }
    return found;
  }

  /** A property of an object; null where there is none. */
  member(place: Place, name: string): Place | null {
    return this.members(place).get(name) ?? null;
  }
}

function moduleOf(source: Source): Module {
  const declared = new Map<string, Node>();
  const imported = new Map<string, Import>();
  const passesOn: string[] = [];
  for (const statement of source.program.body) {
    switch (statement.type) {
      case "ImportDeclaration":
        for (const specifier of statement.specifiers) {
          const name =
            specifier.type === "ImportSpecifier"
              ? nameOf(specifier.imported)!
              : specifier.type === "ImportNamespaceSpecifier"
                ? "*"
                : "default";
          imported.set(specifier.local.name, { from: statement.source.value, name });
        }
        break;
      case "ExportAllDeclaration":
        passesOn.push(statement.source.value);
        break;
      case "ExportDefaultDeclaration":
        declared.set("default", statement.declaration);
        break;
      case "ExportNamedDeclaration":
        for (const { exported, local } of statement.specifiers) {
          const [name, own] = [nameOf(exported), nameOf(local)];
          if (name === null || own === null) continue;
          if (statement.source !== null)
            imported.set(name, { from: statement.source.value, name: own });
          else if (name !== own && local.type === "Identifier") declared.set(name, local);
        }
        declare(statement.declaration, declared);
        break;
      default:
        declare(statement, declared);
    }
  }
  return { path: source.path, source, declared, imported, passesOn };
}

function declare(statement: Node | null, declared: Map<string, Node>): void {
  if (statement?.type === "FunctionDeclaration" && statement.id !== null)
    declared.set(statement.id.name, statement);
  if (statement?.type !== "VariableDeclaration") return;
  for (const { id, init } of statement.declarations)
    if (id.type === "Identifier" && init !== null) declared.set(id.name, init);
}

/** The one expression that a function returns; null for one that does more. */
export function answerOf(node: Node): { params: string[]; answer: Node } | null {
  if (node.type !== "FunctionDeclaration" && node.type !== "ArrowFunctionExpression") return null;
  const params = node.params.map((param) => ("name" in param ? String(param.name) : ""));
  const body = node.body as FunctionBody | Node | null;
  if (body === null) return null;
  if (body.type !== "BlockStatement") return { params, answer: unwrap(body as Node) };
  const [only, ...more] = body.body;
  const isOne = only?.type === "ReturnStatement" && more.length === 0 && only.argument !== null;
  return isOne ? { params, answer: unwrap(only.argument!) } : null;
}
