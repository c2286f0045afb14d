// `convex import` and `convex export` through the CLI: formats, modes, and a round trip without loss.
import { strFromU8, unzipSync } from "fflate";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonToConvex } from "convex/values";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBackend, type Backend } from "./support/backend.ts";
import { call } from "./support/call.ts";
import { deploy } from "./support/deploy.ts";
import { cli, createProject, type Project } from "./support/project.ts";

let backend: Backend;
let project: Project;

beforeAll(async () => {
  [backend, project] = await Promise.all([
    startBackend({ inMemory: true }),
    createProject("basic"),
  ]);
  await deploy("basic", backend);
});
afterAll(async () => {
  await backend?.stop();
  await project?.dispose();
});

const run = (...args: string[]) => cli(project, backend, args);
const tasks = (list: string) => call<any[]>(backend, "tasks:list", { list });
const row = (list: string, title: string) => ({ list, title, rank: 1, done: false });

describe("import", () => {
  test("JSON lines are added to a table, and are live for its indexes and search", async () => {
    const lines = ["one", "two"].map((title) => JSON.stringify(row("imported", `${title} apple`)));
    await project.write("tasks.jsonl", lines.join("\n"));
    const result = await run("import", "--table", "tasks", "tasks.jsonl", "--append");
    expect(result.code, result.output).toBe(0);
    expect((await tasks("imported")).map(({ title }) => title)).toEqual(["one apple", "two apple"]);
    expect(await call(backend, "reads:search", { list: "imported", text: "apple" })).toHaveLength(
      2,
    );
  });

  test("into a table with rows, without a mode, nothing is imported and the CLI says why", async () => {
    const result = await run("import", "--table", "tasks", "tasks.jsonl");
    expect(result.code).toBe(1);
    expect(result.output).toMatch(/TableExists|already exists|not empty|--append|--replace/);
    expect(await tasks("imported")).toHaveLength(2);
  });

  test("--replace swaps the whole table in one moment", async () => {
    await project.write("tasks.json", JSON.stringify([row("replaced", "only")]));
    const result = await run("import", "--table", "tasks", "tasks.json", "--replace", "--yes");
    expect(result.code, result.output).toBe(0);
    expect(await tasks("imported")).toEqual([]);
    expect((await tasks("replaced")).map(({ title }) => title)).toEqual(["only"]);
  });

  test("CSV cells that are numbers become numbers", async () => {
    await project.write("anything.csv", "group,value\ncsv,1.5\ncsv,text\n");
    const result = await run("import", "--table", "anything", "anything.csv", "--append");
    expect(result.code, result.output).toBe(0);
    expect(await call(backend, "runtime:sorted", { group: "csv" })).toEqual([1.5, "text"]);
  });

  test("a broken file and a row that breaks the schema change nothing", async () => {
    await project.write("broken.jsonl", '{"list": "broken"\n');
    const broken = await run("import", "--table", "tasks", "broken.jsonl", "--append");
    expect(broken.code).toBe(1);
    await project.write(
      "wrong.jsonl",
      `${JSON.stringify(row("wrong", "fine"))}\n${JSON.stringify({ list: "wrong" })}`,
    );
    const wrong = await run("import", "--table", "tasks", "wrong.jsonl", "--append");
    expect(wrong.code).toBe(1);
    expect(await tasks("wrong")).toEqual([]);
  });
});

describe("export and back", () => {
  test("numbers, int64, bytes, ids and files come back as they were, into a fresh backend", async () => {
    const values = [
      1,
      -0,
      2n ** 60n,
      1e300,
      new Uint8Array([0, 254]).buffer,
      "1",
      null,
      { deep: [1n, 1.5] },
    ];
    await call(backend, "runtime:sortValues", { group: "trip", values });
    const before = jsonToConvex(
      (await call(backend, "runtime:sorted", { group: "trip" })) as never,
    ) as unknown[];
    const task = await call<string>(backend, "tasks:create", { list: "trip", title: "kept id" });
    const { id: file } = await call<{ id: string }>(backend, "files:storeText", {
      text: "file in the zip",
    });

    const exported = await run("export", "--path", "backup.zip", "--include-file-storage");
    expect(exported.code, exported.output).toBe(0);
    const zip = unzipSync(new Uint8Array(await readFile(join(project.directory, "backup.zip"))));
    const names = Object.keys(zip);
    expect(names).toContain("tasks/documents.jsonl");
    expect(names).toContain("_tables/documents.jsonl");
    expect(names.some((name) => name.startsWith(`_storage/${file}`))).toBe(true);
    const lines = strFromU8(zip["anything/documents.jsonl"]!);
    expect(lines).toContain("1152921504606846976");
    expect(lines).toMatch(/"value":\s?1\.0\b/);

    const other = await startBackend({ inMemory: true });
    try {
      await deploy("basic", other);
      const imported = await cli(project, other, [
        "import",
        "backup.zip",
        "--replace-all",
        "--yes",
      ]);
      expect(imported.code, imported.output).toBe(0);
      const after = jsonToConvex(
        (await call(other, "runtime:sorted", { group: "trip" })) as never,
      ) as unknown[];
      expect(after).toEqual(before);
      expect(after.map((value) => typeof value)).toEqual(before.map((value) => typeof value));
      expect(await call(other, "tasks:get", { id: task })).toEqual(
        await call(backend, "tasks:get", { id: task }),
      );
      const url = await call<string>(other, "files:url", { id: file });
      expect(await (await fetch(url)).text()).toBe("file in the zip");
      const created = await call<string>(other, "tasks:create", { list: "trip", title: "new" });
      expect(created).not.toBe(task);
    } finally {
      await other.stop();
    }
  });
});
