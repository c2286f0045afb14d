// Components of one's own: nesting, tables, env, HTTP mounts, handles, and coming and going.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call, post, tryCall } from "./support/call.ts";
import { cli, createProject, push, pushAnyway, setEnv, type Project } from "./support/project.ts";
import { openSession } from "./support/sync-session.ts";
import { checkTypes } from "./support/type-check.ts";
import { waitFor } from "./support/wait-for.ts";

let backend: Backend;
let project: Project;

beforeAll(async () => {
  [backend, project] = await Promise.all([startBackend(), createProject("components")]);
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

const add = (book: string, text: string, notify?: string) =>
  call<string>(backend, "main:add", { book, text, ...(notify ? { notify } : {}) });
const list = async (book: string) =>
  (await call<any[]>(backend, "main:list", { book })).map(({ text }) => text);

describe("pushing", () => {
  test("a required variable that is not set fails the push and is named", async () => {
    const result = await pushAnyway(project, backend);
    expect(result.code).toBe(1);
    expect(result.output).toContain("GREETING");
  });

  test("with the variable set the push works, and the generated types check", async () => {
    await setEnv(backend, { GREETING: "hello" });
    await push(project, backend);
    await checkTypes(project);
    const types = await project.read("convex/_generated/api.d.ts");
    expect(types).toMatch(/notebook/);
    expect(types).toMatch(/second/);
  });

  test("the CLI lists what a component holds with --component", async () => {
    await add("notebook", "for the CLI");
    const tables = await cli(project, backend, ["data", "--component", "notebook"]);
    expect(tables.stdout).toContain("pages");
    const rows = await cli(project, backend, ["data", "pages", "--component", "notebook"]);
    expect(rows.stdout).toContain("for the CLI");
    const run = await cli(project, backend, [
      "run",
      "--component",
      "notebook/tally",
      "counts:read",
      '{"name":"for the CLI"}',
    ]);
    expect(run.stdout.trim()).toBe("1");
  });
});

describe("data", () => {
  test("two instances of one component have their own tables, and so have their children", async () => {
    await add("notebook", "only here");
    await add("second", "only there");
    expect(await list("notebook")).toContain("only here");
    expect(await list("second")).toEqual(["only there"]);
    expect(await call(backend, "main:counted", { book: "notebook", name: "only here" })).toBe(1);
    expect(await call(backend, "main:counted", { book: "second", name: "only here" })).toBe(0);
  });

  test("an id of the app's table is no id of the component's table of the same name", async () => {
    const inside = await add("notebook", "by id");
    expect(await call(backend, "main:askById", { id: inside })).toBe("by id");
    const own = await call<string>(backend, "main:makePage");
    const answer = await tryCall(backend, "main:askById", { id: own });
    expect(answer.status === "error" || answer.value === null).toBe(true);
    expect(answer.value ?? null).toBeNull();
  });

  test("a subscription through a component follows the component's tables", async () => {
    const session = await openSession(backend.url);
    session.connect();
    session.add({ id: 0, path: "main:counted", args: { book: "second", name: "followed" } });
    await session.waitForValue(0, (value) => value === 0);
    await add("second", "followed");
    await session.waitForValue(0, (value) => value === 1);
    session.close();
  });

  test("text search works inside a component", async () => {
    await add("notebook", "a red balloon");
    expect(await call(backend, "main:found", { text: "ballo" })).toEqual(["a red balloon"]);
  });

  test("a component reads its tables page by page", async () => {
    await add("notebook", "on a page");
    await add("notebook", "on the next page");
    const texts: string[] = [];
    let cursor: string | null = null;
    for (let isDone = false; !isDone;) {
      const page: any = await call(backend, "main:paged", { cursor });
      expect(page.page.length).toBeLessThanOrEqual(1);
      texts.push(...page.page.map(({ text }: { text: string }) => text));
      ({ isDone, continueCursor: cursor } = page);
    }
    expect(texts).toEqual(await list("notebook"));
  });
});

describe("errors and transactions", () => {
  test("a ConvexError crosses the boundary with its data; caught, only the component's writes are undone", async () => {
    expect(await call(backend, "main:caught", { text: "caught" })).toEqual({
      from: "notebook",
      text: "caught",
    });
    expect(await list("notebook")).not.toContain("caught");
    expect(await call(backend, "main:counted", { book: "notebook", name: "caught" })).toBe(0);
  });

  test("uncaught, it fails the whole mutation with that data", async () => {
    const answer = await tryCall(backend, "main:uncaught", { text: "uncaught" });
    expect(answer.errorData).toEqual({ from: "notebook", text: "uncaught" });
    expect(await list("notebook")).not.toContain("uncaught");
  });

  test("component functions cannot be called from outside", async () => {
    for (const path of ["pages:list", "notebook/pages:list"]) {
      const response = await post(backend, "/api/query", { path, args: {} });
      expect(((await response.json()) as any).status).toBe("error");
    }
    const body = { path: "pages:list", args: {}, componentPath: "notebook", format: "json" };
    const answer: any = await (await post(backend, "/api/query", body)).json();
    expect(answer.status).not.toBe("success");
  });
});

describe("surroundings", () => {
  const surroundings = (book: string) => call<any>(backend, "main:surroundings", { book });

  test("a component sees its bound variables only, grandchildren too, and its own site URL", async () => {
    const { inside } = await surroundings("notebook");
    expect(inside).toMatchObject({
      title: "hello",
      style: "plain",
      greeting: null,
      label: "hello",
      identity: null,
    });
    expect(inside.site).toBe(`${backend.siteUrl}/notebook`);
    expect((await surroundings("second")).inside).toMatchObject({
      title: "a literal",
      style: null,
      label: "a literal",
    });
  });

  test("function metadata names the function and the component", async () => {
    const { inside } = await surroundings("second");
    expect(inside.me).toMatchObject({ name: "pages:surroundings", componentPath: "second" });
  });

  test("changing the app's variable changes the bound one, live", async () => {
    const session = await openSession(backend.url);
    session.connect();
    session.add({ id: 0, path: "main:surroundings", args: { book: "notebook" } });
    await session.waitForValue(0, (value) => value.inside.label === "hello");
    await setEnv(backend, { GREETING: "good day" });
    await session.waitForValue(
      0,
      (value) => value.inside.label === "good day" && value.inside.title === "good day",
    );
    await setEnv(backend, { GREETING: "hello" });
    session.close();
  });

  test("removing a required variable, or setting one outside its union, is refused", async () => {
    await expect(setEnv(backend, { GREETING: null })).rejects.toThrow(/GREETING/);
    await expect(setEnv(backend, { MODE: "shrill" })).rejects.toThrow(/400/);
    await setEnv(backend, { MODE: "quiet" });
  });

  test("identity ends at the component's border", async () => {
    const session = await openSession(backend.url);
    session.connect();
    session.send({
      type: "Authenticate",
      baseVersion: 0,
      tokenType: "Admin",
      value: backend.adminKey,
      impersonating: { subject: "caller" },
    });
    session.add({ id: 0, path: "main:surroundings", args: { book: "notebook" } });
    await session.waitForValue(
      0,
      (value) => value.identity?.subject === "caller" && value.inside.identity === null,
    );
    session.close();
  });
});

describe("handles, jobs, files and HTTP", () => {
  test("a component calls back through a function handle, to an internal function of the app", async () => {
    await add("notebook", "told now", "now");
    expect(await call(backend, "main:notices", { text: "told now" })).toBe(1);
  });

  test("a component schedules a function handle", async () => {
    await add("second", "told later", "later");
    await waitFor(
      "the notice",
      async () => (await call(backend, "main:notices", { text: "told later" })) === 1,
    );
  });

  test("a handle is the same string each time, and after another push", async () => {
    const before = await call<string>(backend, "main:handle");
    expect(before).toMatch(/^function:\/\//);
    expect(await call(backend, "main:handle")).toBe(before);
    await project.edit("convex/http.ts", "the app's own", "the app's very own");
    await push(project, backend);
    expect(await call(backend, "main:handle")).toBe(before);
  });

  test("a component's jobs run in the component and are its own to look up", async () => {
    await add("notebook", "touched");
    const job = await call<string>(backend, "main:touchLater", { text: "touched" });
    await waitFor(
      "the job",
      async () => (await call<any>(backend, "main:touched", { text: "touched", job })).at === 1,
    );
    expect(await call(backend, "main:touched", { text: "touched", job })).toEqual({
      at: 1,
      state: "success",
    });
  });

  test("a component's files are its own, and served", async () => {
    const { url } = await call<{ url: string }>(backend, "main:keep", { text: "component file" });
    expect(await (await fetch(url)).text()).toBe("component file");
    expect((await cli(project, backend, ["data", "_storage"])).stdout).not.toContain("size");
  });

  test("a mounted component answers below its prefix and sees the whole URL; the rest is the app's", async () => {
    const mounted = await fetch(`${backend.siteUrl}/notebook/pages?q=1`);
    const body: any = await mounted.json();
    expect(body.url).toBe(`${backend.siteUrl}/notebook/pages?q=1`);
    expect(body.pages).toEqual(await list("notebook"));
    expect(await (await fetch(`${backend.siteUrl}/elsewhere`)).text()).toContain("own");
    expect((await fetch(`${backend.siteUrl}/notebook/nothing`)).status).toBe(404);
  });
});

describe("coming and going", () => {
  test("an unmounted component keeps its data and has it again when remounted", async () => {
    const before = await list("second");
    const config = await project.read("convex/convex.config.ts");
    const main = await project.read("convex/main.ts");
    await project.write(
      "convex/convex.config.ts",
      config.replace(/app\.use\(notebook, \{ name: "second".*\n/, ""),
    );
    await project.write(
      "convex/main.ts",
      main.replaceAll("components[args.book]", "components.notebook"),
    );
    const unmounted = await push(project, backend);
    expect(unmounted.output).toMatch(/Unmounted component second/);
    await project.write("convex/convex.config.ts", config);
    await project.write("convex/main.ts", main);
    const remounted = await push(project, backend);
    expect(remounted.output).toMatch(/Remounted component second/);
    expect(await list("second")).toEqual(before);
  });

  test("a component that uses itself through another is a cycle, and refused", async () => {
    const tally = await project.read("convex/tally/convex.config.ts");
    await project.write(
      "convex/tally/convex.config.ts",
      `import { defineComponent } from "convex/server";
import { v } from "convex/values";
import notebook from "../notebook/convex.config";
const component = defineComponent("tally", { env: { LABEL: v.string() } });
component.use(notebook, { env: { TITLE: "x" } });
export default component;
`,
    );
    const result = await pushAnyway(project, backend);
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/cycl|circular/i);
    await project.write("convex/tally/convex.config.ts", tally);
  });

  test("everything is there after a crash, ids and handles included", async () => {
    const [handle, pages] = [await call(backend, "main:handle"), await list("notebook")];
    await backend.crash();
    await backend.start();
    expect(await call(backend, "main:handle")).toBe(handle);
    expect(await list("notebook")).toEqual(pages);
    expect(await add("notebook", "after the crash", "now")).toBeTruthy();
  });
});

describe("a snapshot", () => {
  test("imported before anything was pushed is there when the push mounts its components", async () => {
    await add("notebook", "kept in the snapshot");
    const exported = await cli(project, backend, ["export", "--path", "snapshot.zip"]);
    expect(exported.code, exported.output).toBe(0);
    const other = await startBackend();
    try {
      const imported = await cli(project, other, [
        "import",
        "--replace-all",
        "--yes",
        "snapshot.zip",
      ]);
      expect(imported.code, imported.output).toBe(0);
      await setEnv(other, { GREETING: "hello" });
      const pushed = await push(project, other);
      expect(pushed.output).toContain("notebook");
      const list = await call<any[]>(other, "main:list", { book: "notebook" });
      expect(list.map(({ text }) => text)).toContain("kept in the snapshot");
      const counted = { book: "notebook", name: "kept in the snapshot" };
      expect(await call(other, "main:counted", counted)).toBe(1);
    } finally {
      await other.stop();
    }
  });
});
