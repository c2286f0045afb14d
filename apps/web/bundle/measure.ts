// What a production build makes of the app: its files, and what each page loads of them.
import { gzipSync } from "node:zlib";

import { build, type Rollup } from "vite";

type Chunk = Rollup.OutputChunk;

/** Variables of the environment that a build reads. */
export type BuildEnv = Readonly<Record<string, string>>;

/**
 * Builds the app for production.
 * @param env variables that are set while it builds
 * @param folder where to write the files; without one they are kept in memory alone
 * @returns every file of the build, in no order
 * @throws when the build fails
 */
export async function buildApp(
  env: BuildEnv = {},
  folder?: string,
): Promise<(Rollup.OutputChunk | Rollup.OutputAsset)[]> {
  // A test runner sets another mode, which would build React with its checks.
  const before = { ...process.env };
  Object.assign(process.env, { NODE_ENV: "production", ...env });
  try {
    const result = await build({
      root: `${import.meta.dirname}/..`,
      configFile: `${import.meta.dirname}/../vite.config.ts`,
      logLevel: "error",
      build: folder === undefined ? { write: false } : { outDir: folder, emptyOutDir: true },
    });
    if (!("output" in result)) throw new Error("vite build returned no files.");
    return result.output;
  } finally {
    process.env = before;
  }
}

/** Most bytes of compressed JavaScript. */
export const budgets = {
  /** The landing page. */
  landing: 100_000,
  /** The sign-in page, where it is opened first. */
  signInFirst: 150_000,
  /** What the client of all other pages adds to the landing page. A route adds about 0.25 kB to it. */
  client: 80_000,
  /** What each further page adds. */
  further: 60_000,
} as const;

/** Bytes of JavaScript, compressed with gzip, that a page adds to what is loaded before it. */
export interface Sizes {
  /** The landing page: everything that a visitor loads before it is drawn. */
  landing: number;
  /** The client of the backend, and the router with all routes, which every other page needs. */
  client: number;
  /** What else the landing page loads after it is drawn: other ways in. */
  landingLater: number;
  /** The sign-in page for somebody who opens it first: everything that is loaded before it is drawn. */
  signInFirst: number;
  /** The same page with all that it loads later, after the landing page and the client. */
  signIn: number;
  /** What surrounds every page, after signing in. */
  frame: number;
  /** What the frame loads after itself: its windows, and what features add to it. */
  frameLater: number;
  /** Each further page by its file in `src/routes/`, after the frame. */
  pages: Record<string, number>;
}

const FRAME = "_app";
const CLIENT = "/src/client.tsx";
/** What somebody loads who opens the sign-in page first. */
const SIGN_IN_FIRST = ["/src/landing/visit.tsx", "/src/features/sign-in/first-page.tsx"];

/**
 * The files of the app that the landing page and the sign-in page load where they are opened first.
 * @param files those of a build
 * @returns their paths
 */
export function modulesOfFirstVisits(files: readonly (Chunk | Rollup.OutputAsset)[]): string[] {
  const chunks = chunksOf(files);
  const isFirst = (chunk: Chunk) => SIGN_IN_FIRST.some((file) => isOf(chunk, file));
  const first = [...chunks.values()].filter((chunk) => chunk.isEntry || isFirst(chunk));
  const loaded = withImports(namesOf(first), { chunks, loaded: new Set(), isLater: false });
  return [...loaded].flatMap((name) => chunks.get(name)?.moduleIds ?? []);
}

/** Whether a chunk is what an import of this file loads. */
function isOf(chunk: Chunk | undefined, file: string): boolean {
  return chunk?.facadeModuleId?.endsWith(file) === true;
}

/**
 * Adds up what pages load. A further page counts with all that it loads later, such as a window that a button opens.
 * @param files those of a build
 */
export function sizesOf(files: readonly (Chunk | Rollup.OutputAsset)[]): Sizes {
  const chunks = chunksOf(files);
  const routes = chunksByRoute(chunks.values());
  const entries = [...chunks.values()].filter(({ isEntry }) => isEntry);
  const sizeOf = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? "").length, 0);
  const load = (names: readonly string[], loaded: ReadonlySet<string>) =>
    withImports(names, { chunks, loaded, isLater: true });
  const loadAtOnce = (names: readonly string[], loaded: ReadonlySet<string>) =>
    withImports(names, { chunks, loaded, isLater: false });

  const landing = loadAtOnce(namesOf(entries), new Set());
  const afterLanding = entries.flatMap(({ dynamicImports }) => dynamicImports);
  const isOneOf = (files: readonly string[]) => (name: string) =>
    files.some((file) => isOf(chunks.get(name), file));
  const signInFirst = loadAtOnce(afterLanding.filter(isOneOf(SIGN_IN_FIRST)), landing);
  const client = loadAtOnce(afterLanding.filter(isOneOf([CLIENT])), landing);
  const withClient = new Set([...landing, ...client]);
  const isApart = isOneOf([CLIENT, ...SIGN_IN_FIRST]);
  const landingLater = load(
    afterLanding.filter((name) => !isApart(name)),
    withClient,
  );
  const beforeSignIn = new Set([...withClient, ...landingLater]);
  const signIn = load(routes.get("sign-in") ?? [], beforeSignIn);
  const beforeFrame = new Set([...beforeSignIn, ...signIn]);
  const frame = loadAtOnce(routes.get(FRAME) ?? [], beforeFrame);
  const withFrame = new Set([...beforeFrame, ...frame]);
  const later = [...withFrame].flatMap((name) => chunks.get(name)?.dynamicImports ?? []);
  const frameLater = load(withoutPages(later, chunks), withFrame);
  const beforePages = new Set([...withFrame, ...frameLater]);
  const pages = [...routes.keys()].filter((route) => !["index", "sign-in", FRAME].includes(route));
  return {
    landing: sizeOf(landing),
    client: sizeOf(client),
    landingLater: sizeOf(landingLater),
    signInFirst: sizeOf(landing) + sizeOf(signInFirst),
    signIn: sizeOf(signIn),
    frame: sizeOf(frame),
    frameLater: sizeOf(frameLater),
    pages: Object.fromEntries(
      pages.toSorted().map((route) => {
        const shown = [...routes].filter(([of]) => route === of || route.startsWith(`${of}/`));
        return [
          route,
          sizeOf(
            load(
              shown.flatMap(([, names]) => names),
              beforePages,
            ),
          ),
        ];
      }),
    ),
  };
}

function chunksOf(files: readonly (Chunk | Rollup.OutputAsset)[]): Map<string, Chunk> {
  return new Map(
    files.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file] as const] : [])),
  );
}

function namesOf(chunks: readonly Chunk[]): string[] {
  return chunks.map(({ fileName }) => fileName);
}

/** The route whose component a chunk has, as its file is called in `src/routes/`. */
function routeOf({ moduleIds }: Chunk): string | null {
  const [, route] =
    moduleIds.map((id) => /\/src\/routes\/(.+)\.tsx\?/.exec(id)).find(Boolean) ?? [];
  return route ?? null;
}

function chunksByRoute(chunks: Iterable<Chunk>): Map<string, string[]> {
  const routes = new Map<string, string[]>();
  for (const chunk of chunks) {
    const route = routeOf(chunk);
    if (route !== null) routes.set(route, [...(routes.get(route) ?? []), chunk.fileName]);
  }
  return routes;
}

function withoutPages(names: readonly string[], chunks: ReadonlyMap<string, Chunk>): string[] {
  return names.filter((name) => {
    const chunk = chunks.get(name);
    return chunk !== undefined && routeOf(chunk) === null;
  });
}

/** The chunks, and all that they import at once or also later, apart from other pages and what is loaded. */
function withImports(
  names: readonly string[],
  {
    chunks,
    loaded,
    isLater,
  }: { chunks: ReadonlyMap<string, Chunk>; loaded: ReadonlySet<string>; isLater: boolean },
): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    const chunk = chunks.get(name);
    if (chunk === undefined || found.has(name) || loaded.has(name)) return;
    found.add(name);
    chunk.imports.forEach(add);
    if (isLater && !chunk.isEntry) withoutPages(chunk.dynamicImports, chunks).forEach(add);
  };
  names.forEach(add);
  return found;
}
