// @vitest-environment node
// Everything belongs to the core or to one optional feature, so that a feature can be removed whole. That no line of
// the core uses a feature by hand is held by `pnpm imports`, and by the tests of `pnpm plop remove`.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { pushedFiles } from "../reference/syntax.ts";
import { exportedTables } from "../reference/exported-schema.ts";
import type { Feature } from "./feature.ts";
import { features } from "./features.ts";
import {
  CORE,
  environment,
  filesIn,
  holds,
  ownerOf,
  ownerOfModule,
  ownerOfPackage,
  partsByOwner,
  root,
} from "../reference/ownership.ts";

const files = filesIn(
  "docs",
  "packages/backend",
  "packages/validators",
  "apps/web/src",
  "apps/web/e2e",
);
const listed = features.flatMap(({ name, files, joins = {} }) =>
  [...files, ...Object.values(joins).flat()].map((path) => ({ name, path })),
);
const textOf = (path: string) => readFileSync(join(root, path), "utf8");
const sources = files.filter((path) => /\.tsx?$/.test(path));

describe("what a feature lists", () => {
  test.each(listed)("$name: $path is there", ({ path }) =>
    expect(files.some((file) => holds(path, file))).toBe(true),
  );

  test("is listed once", () => {
    for (const file of files) expect(() => ownerOf(file)).not.toThrow();
  });

  test("names features that are there", () => {
    const names = features.map(({ name }) => name);
    const named = features.flatMap(({ uses, joins = {} }) => [...uses, ...Object.keys(joins)]);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });

  test("and two list is refused", () => {
    const one: Feature = { name: "a", about: "", uses: [], files: ["a/"], packages: ["x"] };
    const all = [one, { ...one, name: "b", files: ["a/b.ts"] }];
    expect(() => ownerOf("a/b.ts", all)).toThrow("OWNED_TWICE: a/b.ts belongs to a, b.");
    expect(() => ownerOfPackage("x", all)).toThrow("OWNED_TWICE");
    expect(ownerOf("a/c.ts", all)).toBe("a");
    expect(ownerOf("c.ts", all)).toBe(CORE);
  });
});

describe("each has its owner", () => {
  test("every table, module and component is somebody's", async () => {
    const parts = [...(await partsByOwner()).values()];
    const tables = exportedTables().map(({ tableName }) => tableName);
    expect(parts.flatMap(({ tables }) => tables).sort()).toEqual(tables.sort());
    const modules = pushedFiles(join(root, "packages/backend/convex"))
      .filter((file) => !file.includes("/"))
      .map((file) => file.replace(/\.ts$/, ""));
    expect(parts.flatMap(({ modules }) => modules)).toEqual(expect.arrayContaining(modules));
  });

  test("a feature with tables has modules, tests and a page", async () => {
    const parts = await partsByOwner();
    for (const { name } of features.filter(({ files }) =>
      files.some((path) => path.includes("/tables/")),
    )) {
      for (const kind of ["tables", "modules", "tests", "docs"] as const) {
        expect(parts.get(name)?.[kind], `${name} ${kind}`).not.toEqual([]);
      }
    }
  });

  test("the shapes of a table, and who may do what with it, are its owner's", async () => {
    const wrong: string[] = [];
    for (const [owner, { tables }] of await partsByOwner()) {
      const shapes = files.filter((path) =>
        tables.some(
          (table) => path.startsWith("packages/validators/src/") && path.endsWith(`/${table}.ts`),
        ),
      );
      wrong.push(
        ...shapes.filter((path) => !path.includes("/features/") && ownerOf(path) !== owner),
      );
    }
    expect(wrong).toEqual([]);
  });

  test("a limit is declared by the owner of its module", async () => {
    for (const { name } of features) {
      const path = `packages/backend/convex/features/${name}.ts`;
      if (!existsSync(join(root, path))) continue;
      const declared = [...textOf(path).matchAll(/^ {2}"(\w+)\.\w+": \{ kind/gm)].map(
        ([, module]) => module!,
      );
      expect(declared.filter((module) => ownerOfModule(module) !== name)).toEqual([]);
    }
    const core = [
      ...textOf("packages/backend/convex/model/platform/rateLimits.ts").matchAll(
        /^ {2}"(\w+)\.\w+": \{ kind/gm,
      ),
    ];
    expect(core.filter(([, module]) => ownerOfModule(module!) !== CORE)).toEqual([]);
  });

  test("a variable that only one feature reads is declared by that feature", async () => {
    const wrong: string[] = [];
    for (const [name, path] of await environment()) {
      const readers = sources.filter(
        (file) => /\/convex\//.test(file) && textOf(file).includes(`env.${name}`),
      );
      const owners = new Set(readers.map((file) => ownerOf(file)));
      if (owners.size === 1 && !owners.has(ownerOf(path)))
        wrong.push(`${name}: ${[...owners].join()}`);
    }
    expect(wrong).toEqual([]);
  });

  test("a page of a feature says so, and no other page does", () => {
    const pages = files.filter((path) => path.startsWith("docs/patterns/"));
    const said = pages.map((path) => [
      path,
      /^Part of the feature `(\w+)`/m.exec(textOf(path))?.[1] ?? CORE,
    ]);
    expect(said).toEqual(pages.map((path) => [path, ownerOf(path)]));
  });
});

describe("imports", () => {
  const importers = importersOf(sources);

  // What `lib/` and `builders/` have serves any feature, also when the others were removed.
  const serving = /^packages\/backend\/convex\/(lib|builders)\//;

  test("a file of the core that only one feature imports belongs to that feature", () => {
    const wrong = sources.flatMap((file) => {
      if (serving.test(file)) return [];
      const owners = new Set((importers.get(file) ?? []).map((path) => ownerOf(path)));
      const [owner] = owners;
      return ownerOf(file) === CORE && owners.size === 1 && owner !== CORE
        ? [`${file}: ${owner}`]
        : [];
    });
    expect(wrong).toEqual([]);
  });

  test("what the core exports is used by the core, also when every feature was removed", () => {
    const used = new Map<string, string[]>();
    for (const from of sources) {
      for (const [specifier, names] of namesFrom(textOf(from))) {
        const to = fileOf(sources, from, specifier);
        for (const name of names) {
          const key = `${to}: ${name}`;
          used.set(key, [...(used.get(key) ?? []), ownerOf(from)]);
        }
      }
    }
    const core = sources.filter((file) => ownerOf(file) === CORE && !serving.test(file));
    const unused = core.flatMap((file) =>
      valuesIn(textOf(file)).flatMap((name) => {
        const users = used.get(`${file}: ${name}`) ?? [];
        if (users.length === 0 || users.includes(CORE)) return [];
        if (textOf(file).split(new RegExp(`\\b${name}\\b`)).length > 2) return [];
        return [`${file}: ${name}, used by ${[...new Set(users)].join(", ")}`];
      }),
    );
    expect(unused).toEqual([]);
  });

  test.each(["packages/backend", "apps/web"])(
    "an npm package of %s that only one feature imports belongs to that feature, and no other does",
    (folder) => {
      const { dependencies } = JSON.parse(textOf(`${folder}/package.json`)) as {
        dependencies: Record<string, string>;
      };
      const wrong = Object.keys(dependencies).flatMap((name) => {
        const users = sources.filter(
          (file) =>
            file.startsWith(`${folder}/`) &&
            file !== "packages/backend/convex/convex.config.ts" &&
            specifiersIn(textOf(file)).some((one) => one === name || one.startsWith(`${name}/`)),
        );
        const owners = new Set(users.flatMap((file) => ownerOf(file).split(" + ")));
        const listedBy = ownerOfPackage(name);
        const isOfOne = owners.size === 1 ? owners.has(listedBy) : true;
        const isOfCore = owners.has(CORE) ? listedBy === CORE : true;
        if (isOfOne && isOfCore) return [];
        return [`${name}: ${listedBy}, used by ${[...owners].join(", ")}`];
      });
      expect(wrong).toEqual([]);
    },
  );

  test("a file of the web app that calls a feature belongs to it", () => {
    const wrong = sources.flatMap((file) => {
      if (!file.startsWith("apps/web/")) return [];
      const called = [...textOf(file).matchAll(/\bapi\.(\w+)\./g)].map(([, module]) => module!);
      const others = called.map(ownerOfModule).filter((owner) => owner !== CORE);
      const own = ownerOf(file).split(" + ");
      const uses = features.filter(({ name }) => own.includes(name)).flatMap(({ uses }) => uses);
      const strange = others.filter((owner) => ![...own, ...uses].includes(owner));
      return strange.map((owner) => `${file}: ${owner}`);
    });
    expect(wrong).toEqual([]);
  });

  test("no text of the core names a function of a feature", () => {
    const named = sources.flatMap((file) => {
      const names = [...textOf(file).matchAll(/["'`]((\w+):[a-z]\w*)["'`]/g)];
      const others = names.filter(([, , module]) => ownerOfModule(module!) !== CORE);
      return ownerOf(file) === CORE ? others.map(([, name]) => `${file}: ${name}`) : [];
    });
    expect(named).toEqual([]);
  });

  test("a route of a feature shows a page of that feature", () => {
    const routes = sources.filter((file) => file.startsWith("apps/web/src/routes/"));
    const wrong = routes.flatMap((file) => {
      const shown = [...textOf(file).matchAll(/"@\/(features\/[^"]+)"/g)].map(
        ([, path]) => `apps/web/src/${path}.tsx`,
      );
      const owners = [...new Set(shown.map((path) => ownerOf(path)))];
      return owners.filter((owner) => owner !== ownerOf(file)).map((owner) => `${file}: ${owner}`);
    });
    expect(routes.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});

/** `import { a, type B as C } from "…"` → the names as the other module exports them. */
function namesFrom(text: string): [specifier: string, names: string[]][] {
  return [...text.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\} from "([^"]+)"/gm)].map(
    ([, names = "", specifier = ""]) => [
      specifier,
      names.split(",").map((name) =>
        name
          .trim()
          .replace(/^type /, "")
          .replace(/ as .*$/, ""),
      ),
    ],
  );
}

function specifiersIn(text: string): string[] {
  return [...text.matchAll(/^(?:import|export)\b[^"`;]*"([^"]+)"/gm)].map(
    ([, specifier]) => specifier!,
  );
}

/** File → the files that import it, within the backend and the validators. */
function importersOf(paths: readonly string[]): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const from of paths) {
    for (const specifier of specifiersIn(textOf(from))) {
      const to = fileOf(paths, from, specifier);
      if (to !== undefined) importers.set(to, [...(importers.get(to) ?? []), from]);
    }
  }
  return importers;
}

/** The file that an import leads to. */
function fileOf(paths: readonly string[], from: string, specifier: string): string | undefined {
  const base = specifier.startsWith(".")
    ? join(dirname(from), specifier)
    : specifier
        .replace(/^@repo\/validators\//, "packages/validators/src/")
        .replace(/^@repo\/backend\//, "packages/backend/convex/")
        .replace(/^@\//, "apps/web/src/");
  return paths.find((path) => path === base || path === `${base}.ts` || path === `${base}.tsx`);
}

/** The constants, functions and classes that a module exports. */
function valuesIn(text: string): string[] {
  const declarations = /^export (?:async )?(?:const|function\*?|class) (\w+)/gm;
  return [...text.matchAll(declarations)].map(([, name]) => name!);
}
