// Shapes from their syntax: zod's, those of the validators package that are built of them, and validators of Convex.
import type { CallExpression, Node } from "oxc-parser";
import { nameOf, unwrap } from "@groundwork/plop-engine/edit/syntax";
import { constant, numberAt, textAt, textsAt } from "../syntax/constants.ts";
import { type Modules, type Place, answerOf, placeText } from "../syntax/modules.ts";
import { type Shape, custom, either, listOf, objectOf, oneOf, shaped } from "./shape.ts";
import { changed, partsOf } from "./shape-methods.ts";

/** Shapes of the validators package that are a type of the grammar, by their names there. */
const fieldTypes: Readonly<Record<string, Shape>> = {
  emailAddress: shaped("email"),
  webAddress: shaped("url"),
  timestamp: shaped("date"),
  calendarDay: shaped("day"),
  timeOfDay: shaped("time"),
  int64: shaped("bigint"),
  durationInSeconds: shaped("duration"),
  json: shaped("json"),
};

/** What zod, and the validators of Convex, make without more ado. */
const plainZod: Readonly<Record<string, Shape>> = {
  string: shaped("string"),
  number: shaped("number"),
  int: shaped("int"),
  int32: shaped("int"),
  bigint: shaped("bigint"),
  int64: shaped("bigint"),
  boolean: shaped("bool"),
  stringbool: shaped("bool"),
  email: shaped("email"),
  url: shaped("url"),
  "iso.date": shaped("day"),
  "iso.time": shaped("time"),
  any: shaped("json"),
  unknown: shaped("json"),
  null: shaped("null"),
};
const plainConvex: Readonly<Record<string, Shape>> = {
  string: shaped("string", { isLoose: true }),
  number: shaped("number", { isLoose: true }),
  float64: shaped("number", { isLoose: true }),
  int64: shaped("bigint", { isLoose: true }),
  bigint: shaped("bigint", { isLoose: true }),
  boolean: shaped("bool", { isLoose: true }),
  any: shaped("json", { isLoose: true }),
  null: shaped("null", { isLoose: true }),
};

/** A shape that is deeper than this refers to itself. */
const DEEPEST = 40;

export class Shapes {
  readonly modules: Modules;
  readonly #fields: string;
  #depth = 0;

  /** @param fields the module whose shapes are types of the grammar */
  constructor(modules: Modules, fields: string) {
    this.modules = modules;
    this.#fields = fields;
  }

  /** Reads the shape that an expression makes; `custom` where its syntax does not say it. */
  of(place: Place): Shape {
    if (this.#depth >= DEEPEST) return custom;
    this.#depth += 1;
    try {
      return this.#read(place);
    } finally {
      this.#depth -= 1;
    }
  }

  #read({ module, node: written }: Place): Shape {
    const node = unwrap(written);
    if (node.type === "CallExpression") return this.#call({ module, node }, node);
    if (node.type === "ObjectExpression") return objectOf(this.parts({ module, node }));
    if (node.type === "MemberExpression") return this.#member({ module, node });
    if (node.type !== "Identifier") return custom;
    const found = this.modules.find(module, node.name);
    if (found === null) return custom;
    if (found.module.path === this.#fields && Object.hasOwn(fieldTypes, node.name))
      return fieldTypes[node.name]!;
    return { ...this.of(found), row: node.name };
  }

  /** Reads an object of shapes by its names; what cannot be followed is left out. */
  parts(place: Place): Map<string, Shape> {
    const { module, node } = place;
    const object = unwrap(node);
    if (object.type === "ObjectExpression") {
      const found = new Map<string, Shape>();
      for (const property of object.properties) {
        if (property.type === "SpreadElement") {
          for (const [name, shape] of this.parts({ module, node: property.argument }))
            found.set(name, shape);
          continue;
        }
        const name = nameOf(property.key, property.computed);
        if (name === null) continue;
        const shape = this.of({ module, node: property.value });
        found.set(name, { ...shape, place: placeText({ module, node: property }) });
      }
      return found;
    }
    if (object.type === "Identifier") {
      const found = this.modules.find(module, object.name);
      return found === null ? new Map() : this.parts(found);
    }
    return new Map(this.of({ module, node: object }).parts);
  }

  /** `note.shape`, `note.shape.title`, `fields.timestamp`, `schema.fields`. */
  #member(place: Place): Shape {
    const { module, node } = place;
    if (node.type !== "MemberExpression" || node.computed) return custom;
    const name = nameOf(node.property) ?? "";
    const object = unwrap(node.object);
    const all = object.type === "Identifier" ? module.imported.get(object.name) : undefined;
    if (all?.name === "*") {
      const from = this.modules.from(module, all.from);
      if (from?.path === this.#fields && Object.hasOwn(fieldTypes, name)) return fieldTypes[name]!;
      const found = from && this.modules.find(from, name);
      return found === null ? custom : this.of(found);
    }
    if (name === "shape" || name === "fields") return this.of({ module, node: object });
    if (name === "element") return { ...this.of({ module, node: object }), list: null };
    const part = this.of({ module, node: object }).parts.get(name);
    return part ?? custom;
  }

  #call(place: Place, call: CallExpression): Shape {
    const { module } = place;
    const args = call.arguments.map((node) => ({ module, node }));
    const callee = unwrap(call.callee);
    if (callee.type === "Identifier") return this.#named(place, callee.name, args);
    if (callee.type !== "MemberExpression") return custom;
    const maker = this.#maker(place, callee);
    if (maker !== null)
      return maker.of === "zod" ? this.#zod(maker.name, args) : this.#convex(maker.name, args);
    const method = nameOf(callee.property) ?? "";
    const object = unwrap(callee.object);
    const all = object.type === "Identifier" ? module.imported.get(object.name) : undefined;
    if (all?.name === "*") return this.#named(place, method, args);
    return changed(this, this.of({ module, node: object }), method, args);
  }

  /** What `z.string`, `z.iso.date` and `v.string` are of. */
  #maker({ module }: Place, callee: Node): { of: "zod" | "convex"; name: string } | null {
    const names: string[] = [];
    let node = callee;
    while (node.type === "MemberExpression" && !node.computed) {
      names.unshift(nameOf(node.property) ?? "");
      node = unwrap(node.object);
    }
    const imported = node.type === "Identifier" ? module.imported.get(node.name) : undefined;
    const name = names.join(".");
    if (imported === undefined || names.length > 2) return null;
    const isZod = /^zod(\/|$)/.test(imported.from);
    if (isZod && (names.length === 1 || names[0] === "iso")) return { of: "zod", name };
    const isConvex = imported.from === "convex/values" && imported.name === "v";
    return isConvex && names.length === 1 ? { of: "convex", name } : null;
  }

  #zod(name: string, args: readonly Place[]): Shape {
    const [first] = args;
    if (Object.hasOwn(plainZod, name)) return plainZod[name]!;
    if (first === undefined) return custom;
    switch (name) {
      case "enum":
      case "literal": {
        const value = constant(this.modules, first);
        const values = typeof value === "string" ? [value] : textsAt(this.modules, first);
        if (values !== null) return oneOf(values);
        const named = Object.values(typeof value === "object" ? (value ?? {}) : {});
        return named.every((one) => typeof one === "string") ? oneOf(named) : custom;
      }
      case "array":
        return listOf(this.of(first));
      case "object":
      case "strictObject":
      case "looseObject":
        return objectOf(this.parts(first));
      case "optional":
        return { ...this.of(first), isOptional: true };
      case "nullable":
        return { ...this.of(first), isNullable: true };
      case "union":
        return this.#union(this.#items(first));
      default:
        return custom;
    }
  }

  #convex(name: string, args: readonly Place[]): Shape {
    const [first] = args;
    if (Object.hasOwn(plainConvex, name)) return plainConvex[name]!;
    const loose = { isLoose: true };
    if (name === "union") return this.#union(args);
    if (first === undefined) return { ...custom, ...loose };
    switch (name) {
      case "id":
        return this.#ref(first, loose);
      case "literal": {
        const value = textAt(this.modules, first);
        return value === null ? { ...custom, ...loose } : oneOf([value], loose);
      }
      case "array":
        return { ...listOf(this.of(first)), ...loose };
      case "object":
        return { ...objectOf(this.parts(first)), ...loose };
      case "optional":
        return { ...this.of(first), isOptional: true };
      case "nullable":
        return { ...this.of(first), isNullable: true };
      default:
        return { ...custom, ...loose };
    }
  }

  /** Functions that make shapes: of the validators package, of convex-helpers, and the app's own. */
  #named(place: Place, name: string, args: readonly Place[]): Shape {
    const [first, second] = args;
    if (first === undefined) return custom;
    const bound = (key: string) =>
      numberAt(this.modules, this.modules.member(first, key) ?? this.#boundOf(first, key));
    switch (name) {
      case "zid":
        return this.#ref(first);
      case "singleLine":
        return shaped("string", { range: { min: bound("min"), max: bound("max") } as never });
      case "moneyIn": {
        const currency = textAt(this.modules, first);
        return currency === null ? custom : shaped("money", { currency });
      }
      case "distinct":
      case "zodToConvex":
      case "zodOutputToConvex":
      case "convexToZod":
      case "zodToConvexFields":
        return this.of(first);
      case "nullable":
        return { ...this.of(first), isNullable: true };
      case "literals": {
        const values = args.map((one) => textAt(this.modules, one));
        return values.includes(null) ? custom : oneOf(values as string[], { isLoose: true });
      }
      case "withSystemFields":
        return second === undefined ? custom : objectOf(partsOf(this, second));
      case "pageOf":
        return { ...custom, isPage: true, row: this.of(first).row };
      default:
        return this.#own(place, name);
    }
  }

  /** A function of the app's own that only returns a shape, without parameters that matter. */
  #own({ module }: Place, name: string): Shape {
    const found = this.modules.find(module, name);
    const does = found && answerOf(found.node);
    return found !== null && does ? this.of({ ...found, node: does.answer }) : custom;
  }

  /** A bound of an object that is not written where it is used: `noteLimits.title`. */
  #boundOf(place: Place, key: string): Place | null {
    return this.modules.member(this.modules.settled(place), key);
  }

  #ref(table: Place, more: Partial<Shape> = {}): Shape {
    const name = textAt(this.modules, table);
    if (name === null) return { ...custom, ...more };
    return name === "_storage" ? shaped("file", more) : shaped("ref", { table: name, ...more });
  }

  /** The elements of a list of shapes. */
  #items({ module, node }: Place): Place[] {
    const list = this.modules.settled({ module, node });
    if (list.node.type !== "ArrayExpression") return [];
    return list.node.elements.flatMap((node) => (node ? [{ module: list.module, node }] : []));
  }

  #union(places: readonly Place[]): Shape {
    if (places.length === 0) return custom;
    const shapes = places.map((place) => this.of(place));
    const objects = shapes.filter(({ base }) => base === "object");
    return objects.length === shapes.length ? variants(objects) : either(shapes);
  }
}

/** Objects of several kinds as one: a part that not all have may be absent, and one that differs is custom. */
function variants(objects: readonly Shape[]): Shape {
  const names = [...new Set(objects.flatMap(({ parts }) => [...parts.keys()]))];
  const parts = names.map((name) => {
    const shapes = objects.flatMap(({ parts }) => parts.get(name) ?? []);
    const isOptional =
      shapes.length < objects.length || shapes.some((one) => one.isOptional === true);
    return [name, { ...either(shapes.map(required)), isOptional }] as const;
  });
  return { ...objectOf(new Map(parts)), isLoose: objects[0]!.isLoose };
}

const required = (shape: Shape): Shape => ({ ...shape, isOptional: false });
