import { readFile } from "node:fs/promises";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readComponentRows, writeComponentRows } from "../deploy/definitions/component-rows.ts";
import { decodeId, encodeId } from "../engine/values/ids.ts";
import { createFileStorage } from "../functions/files/file-storage.ts";
import type { App } from "../kernel/app.ts";
import type { JsonValue, SchemaDefinition } from "../kernel/database-types.ts";
import { BackendError } from "../kernel/errors.ts";
import {
  openFixture,
  scriptedComponent,
  scriptedDeployment,
  temporaryDirectory,
  type Fixture,
} from "../testing/scheduler-fixture.ts";
import { exportApi } from "./export.ts";
import { importApi } from "./import.ts";

const HEADERS = { authorization: "Convex key" };
const auth = { isAdminKey: (key: string) => key === "key" } as unknown as App["auth"];

interface Backend extends Fixture {
  api: Hono;
  files: ReturnType<typeof createFileStorage>;
}
let running: { backend: Backend; close: () => Promise<void> }[] = [];
let backend: Backend;

beforeEach(async () => {
  backend = await open();
});
afterEach(async () => {
  for (const { close } of running) await close();
  running = [];
});

/** A backend with the app and one component, `child`. */
async function open(): Promise<Backend> {
  const directory = await temporaryDirectory();
  const child = scriptedComponent({}, {}, { id: "c1", path: "child", parent: "" });
  const deployment = scriptedDeployment(1, scriptedComponent({}), child);
  const fixture = openFixture(directory.path, { deployment, functions: {} });
  const mounted = [{ path: "child", id: "c1", definitionPath: "child" }];
  fixture.database.transact((tx) => writeComponentRows(tx, mounted));
  const config = { dataDirectory: directory.path } as App["config"];
  const files = createFileStorage({ ...fixture, config });
  const api = new Hono();
  api.onError((error, context) => {
    if (!(error instanceof BackendError)) throw error;
    return context.json({ code: error.code, message: error.message }, error.status);
  });
  api.route("/", importApi({ ...fixture, auth, config }));
  api.route("/", exportApi({ ...fixture, auth, config }));
  const close = async () => {
    await fixture.database.close();
    await directory.remove();
  };
  const made = { ...fixture, api, files };
  running.push({ backend: made, close });
  return made;
}

const post = (to: Backend, route: string, body?: BodyInit) =>
  to.api.request(route, {
    method: "POST",
    headers: HEADERS,
    ...(body === undefined ? {} : { body }),
  });

type ImportState = { state: string; error_message?: string; message_to_confirm?: string };
const stateOf = (to: Backend, id: string) =>
  to.rows("_imports").find(({ _id }) => _id === id)?.state as unknown as ImportState;

/** Does what the CLI does; returns the last state. */
async function importFile(
  request: { mode: string; format: string; tableName?: string; componentPath?: string },
  bytes: Uint8Array,
  to = backend,
): Promise<ImportState & { asked?: ImportState }> {
  const { uploadToken } = (await (await post(to, "/api/import/start_upload")).json()) as {
    uploadToken: string;
  };
  const half = Math.ceil(bytes.length / 2);
  const partTokens: unknown[] = [];
  for (const [index, part] of [bytes.slice(0, half), bytes.slice(half)].entries()) {
    const query = `uploadToken=${uploadToken}&partNumber=${index + 1}`;
    partTokens.push(await (await post(to, `/api/import/upload_part?${query}`, part)).json());
  }
  const body = JSON.stringify({ import: request, uploadToken, partTokens });
  const finished = await post(to, "/api/import/finish_upload", body);
  const { importId } = (await finished.json()) as { importId: string };
  await expect.poll(() => stateOf(to, importId).state).not.toBe("uploaded");
  const asked = stateOf(to, importId);
  if (asked.state !== "waiting_for_confirmation") return asked;
  expect((await post(to, "/api/perform_import", JSON.stringify({ importId }))).status).toBe(200);
  expect(stateOf(to, importId).state).not.toBe("waiting_for_confirmation");
  await expect.poll(() => stateOf(to, importId).state).not.toBe("in_progress");
  return { ...stateOf(to, importId), asked };
}

const lines = (...rows: unknown[]) => strToU8(rows.map((row) => JSON.stringify(row)).join("\n"));
const importLines = (mode: string, table: string, ...rows: unknown[]) =>
  importFile({ mode, format: "jsonLines", tableName: table }, lines(...rows));
const values = (table: string, component = "", from = backend) =>
  from.rows(table, component).map(({ _id, _creationTime, ...row }) => row);
const add = (table: string, row: JsonValue, component = "", to = backend) =>
  to.database.transact((tx) => tx.insert({ component }, table, row)).value;
const tableNumber = (table: string, from = backend) => from.database.tableNumber("", table);
/** An id nothing else has. */
const idOf = (number: number, seed: number) => encodeId(number, new Uint8Array(16).fill(seed));

async function exportZip(from = backend, includeStorage = true) {
  const asked = await post(from, `/api/export/request/zip?includeStorage=${includeStorage}`);
  expect(asked.status).toBe(200);
  const latest = () => from.rows("_exports").at(-1) ?? {};
  await expect.poll(() => latest().state).toBe("completed");
  const startTs = Buffer.from(
    String((latest().start_ts as { $integer: string }).$integer),
    "base64",
  );
  const url = `/api/export/zip/${startTs.readBigInt64LE()}`;
  const response = await from.api.request(url, { headers: HEADERS });
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename=\S+\.zip$/);
  return new Uint8Array(await response.arrayBuffer());
}

describe("modes", () => {
  test("append adds; replace leaves only the new; requireEmpty refuses a table with rows", async () => {
    expect(await importLines("append", "notes", { n: 1 }, { n: 2 })).toMatchObject({
      state: "completed",
      num_rows_written: { $integer: "AgAAAAAAAAA=" },
    });
    await importLines("append", "notes", { n: 3 });
    expect(values("notes")).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    const replaced = await importLines("replace", "notes", { n: 4 });
    expect(replaced.asked).toMatchObject({
      message_to_confirm: expect.stringMatching(/notes \| 1 +\| 3 of 3/),
      require_manual_confirmation: true,
    });
    expect(values("notes")).toEqual([{ n: 4 }]);
    expect(await importLines("requireEmpty", "notes", { n: 5 })).toMatchObject({
      state: "failed",
      error_message: expect.stringMatching(/^Hit an error while importing:\nTable "notes" already/),
    });
    expect(await importLines("requireEmpty", "fresh", { n: 5 })).toMatchObject({
      state: "completed",
      asked: { require_manual_confirmation: false },
    });
  });

  test("replaceAll empties the tables the import does not have", async () => {
    add("gone", { n: 1 });
    add("gone", { n: 2 }, "c1");
    await importLines("replaceAll", "notes", { n: 3 });
    expect([values("notes"), values("gone"), values("gone", "c1")]).toEqual([[{ n: 3 }], [], []]);
  });

  test("a table of a component is named by the component's path", async () => {
    const request = { mode: "append", format: "jsonLines", tableName: "notes" };
    await importFile({ ...request, componentPath: "child" }, lines({ n: 1 }));
    expect([values("notes"), values("notes", "c1")]).toEqual([[], [{ n: 1 }]]);
    expect(await importFile({ ...request, componentPath: "no-name" }, lines({}))).toMatchObject({
      state: "failed",
      error_message: expect.stringContaining('"no-name" cannot be the name of a component'),
    });
  });

  test("a component that nothing mounts is made with its parents, once, and exported again", async () => {
    const at = { mode: "append", format: "jsonLines", tableName: "notes", componentPath: "a/b" };
    const rows = () =>
      backend.database
        .read(readComponentRows)
        .value.map(({ path, state, componentId }) => [path, state, componentId] as const);
    const before = rows();
    // A look at what would be imported makes nothing.
    await importFile({ ...at, componentPath: "seen" }, strToU8("no JSON"));
    expect(rows()).toEqual(before);
    await importFile(at, lines({ n: 1 }));
    await importFile(at, lines({ n: 2 }));
    const [, a, b] = rows();
    expect([a?.slice(0, 2), b?.slice(0, 2)]).toEqual([
      ["a", "unmounted"],
      ["a/b", "unmounted"],
    ]);
    expect(rows()).toHaveLength(3);
    expect(values("notes", b![2])).toEqual([{ n: 1 }, { n: 2 }]);
    const zip = unzipSync(await exportZip());
    expect(strFromU8(zip["_components/a/_components/b/notes/documents.jsonl"]!)).toContain('"n":1');
    // Replacing everything reaches what is not mounted as well.
    await importLines("replaceAll", "other", { n: 3 });
    expect(values("notes", b![2])).toEqual([]);
  });
});

describe("documents", () => {
  test("keep the id and creation time they come with", async () => {
    const id = idOf(10_500, 1);
    await importLines("append", "notes", { _id: id, _creationTime: 5.25, n: 1 }, { n: 2 });
    const [first, second] = backend.rows("notes");
    expect(first).toEqual({ _id: id, _creationTime: 5.25, n: 1 });
    expect(tableNumber("notes")).toBe(10_500);
    expect(decodeId(String(second?._id))?.tableNumber).toBe(10_500);
    add("later", {});
    expect(tableNumber("later")).toBe(10_501);
  });

  test.each([
    ["an id of another table", { _id: idOf(10_900, 1) }],
    ["what is no id", { _id: "abc" }],
    ["an id that is a number", { _id: 1 }],
  ])("%s is refused", async (_name, row) => {
    add("notes", { n: 0 });
    const state = await importLines("append", "notes", { n: 1 }, row);
    expect(state).toMatchObject({ state: "failed", error_message: expect.stringMatching(/id/) });
    expect(values("notes")).toEqual([{ n: 0 }]);
  });

  test("an id that already exists can be replaced, not appended; twice in a file is refused", async () => {
    const id = add("notes", { n: 0 });
    expect(await importLines("append", "notes", { _id: id, n: 1 })).toMatchObject({
      state: "failed",
      error_message: expect.stringContaining("already has a document"),
    });
    await importLines("replace", "notes", { _id: id, n: 2 });
    expect(values("notes")).toEqual([{ n: 2 }]);
    const twice = await importLines("replace", "notes", { _id: id, n: 3 }, { _id: id, n: 4 });
    expect(twice).toMatchObject({ state: "failed" });
    expect(values("notes")).toEqual([{ n: 2 }]);
  });

  test("of CSV: an empty cell leaves an optional field out where no text fits", async () => {
    const optional = (type: "number" | "string") => ({ fieldType: { type }, optional: true });
    const value = {
      name: { fieldType: { type: "string" }, optional: false },
      age: optional("number"),
      nick: optional("string"),
    } as const;
    const people = {
      name: "people",
      indexes: [],
      documentType: { type: "object", value } as const,
    };
    const schema: SchemaDefinition = { schemaValidation: true, tables: [people] };
    backend.database.applySchemas([{ component: "", schema }]);
    const importCsv = (text: string, tableName: string) =>
      importFile({ mode: "append", format: "csv", tableName }, strToU8(text));
    await importCsv("name,age,nick\nAda,36,\nBob,,b\n", "people");
    expect(values("people")).toEqual([
      { name: "Ada", age: 36, nick: "" },
      { name: "Bob", nick: "b" },
    ]);
    await importCsv("name,age\nAda,\n", "free");
    expect(values("free")).toEqual([{ name: "Ada", age: "" }]);
  });

  test("that break the schema are refused with all others, of every table", async () => {
    const schema: SchemaDefinition = {
      schemaValidation: true,
      tables: [
        { name: "a", indexes: [], documentType: null },
        {
          name: "b",
          indexes: [],
          documentType: {
            type: "object",
            value: { n: { fieldType: { type: "number" }, optional: false } },
          },
        },
      ],
    };
    backend.database.applySchemas([{ component: "", schema }]);
    const old = { a: add("a", { old: 1 }), b: add("b", { n: 1 }) };
    const zip = zipSync({
      "a/documents.jsonl": lines({ new: 1 }),
      "b/documents.jsonl": lines({ n: 2 }, { n: "text" }),
    });
    const state = await importFile({ mode: "replace", format: "zip" }, zip);
    expect(state).toMatchObject({
      state: "failed",
      error_message: expect.stringContaining('of table "b" does not match the schema'),
    });
    expect(backend.rows("a").map(({ _id }) => _id)).toEqual([old.a]);
    expect(backend.rows("b").map(({ _id }) => _id)).toEqual([old.b]);
  });
});

describe("a ZIP", () => {
  test("round trip keeps every type, ids, components and files", async () => {
    const document: JsonValue = {
      int: { $integer: "AQAAAAAAAAA=" },
      float: 1,
      negativeZero: { $float: "AAAAAAAAAIA=" },
      nan: { $float: "AAAAAAAA+H8=" },
      bytes: { $bytes: "AP8=" },
      text: "line\u2028separator \ud83d\ude00 1.0",
      deep: [{ a: null }, true, { $integer: "AAAAAAAAAIA=" }],
    };
    add("notes", document);
    add("notes", { n: 1 }, "c1");
    await backend.files.store("", strToU8("file body"), { contentType: "text/plain" });
    const zip = await exportZip();
    const notes = strFromU8(unzipSync(zip)["notes/documents.jsonl"] ?? new Uint8Array());
    expect(notes).toContain('"float":1.0,"int":1,');

    const other = await open();
    expect(await importFile({ mode: "requireEmpty", format: "zip" }, zip, other)).toMatchObject({
      state: "completed",
      num_rows_written: { $integer: "AwAAAAAAAAA=" },
    });
    expect(other.rows("notes")).toEqual(backend.rows("notes"));
    expect(other.rows("notes", "c1")).toEqual(backend.rows("notes", "c1"));
    const [file] = backend.rows("_storage");
    const read = other.files.read("", String(file?._id));
    expect(read).toMatchObject({ size: 9, contentType: "text/plain" });
    expect(await readFile(read?.path ?? "", "utf8")).toBe("file body");
    expect(other.rows("_storage")).toEqual([{ ...file, uuid: expect.any(String) }]);
  });

  test("into tables that have other numbers changes ids together with what mentions them", async () => {
    const user = add("users", { name: "a" });
    add("notes", { owner: user, nested: [{ user }] });
    const zip = await exportZip();
    const other = await open();
    add("notes", { old: 1 }, "", other);
    add("users", { old: 1 }, "", other);
    expect(tableNumber("users", other)).not.toBe(tableNumber("users"));
    await importFile({ mode: "replace", format: "zip" }, zip, other);
    const [row] = other.rows("users");
    expect(decodeId(String(row?._id))?.tableNumber).toBe(tableNumber("users", other));
    expect(values("notes", "", other)).toEqual([{ owner: row?._id, nested: [{ user: row?._id }] }]);
  });

  test("keeps the numbers of its tables where they are free, though others are taken", async () => {
    add("taken", {});
    const rows = [
      { name: "a", id: 10_001 },
      { name: "b", id: 10_007 },
    ];
    const zip = zipSync({
      "_tables/documents.jsonl": lines(...rows),
      "a/documents.jsonl": lines({ _id: idOf(10_001, 1) }),
      "b/documents.jsonl": lines({ _id: idOf(10_007, 2) }),
    });
    expect(await importFile({ mode: "append", format: "zip" }, zip)).toMatchObject({
      state: "completed",
    });
    expect([tableNumber("taken"), tableNumber("a"), tableNumber("b")]).toEqual([
      10_001, 10_002, 10_007,
    ]);
  });

  test("by hand: plain JSON is floats, a folder around it and system tables do no harm", async () => {
    const zip = zipSync({
      "backup/notes/documents.jsonl": lines({ n: 1, big: { $integer: "AQAAAAAAAAA=" } }),
      "backup/_components/child/notes/documents.jsonl": lines({ n: 2 }),
      "backup/_scheduled_functions/documents.jsonl": lines({ n: 3 }),
      "__MACOSX/notes/documents.jsonl": strToU8("not json"),
      "backup/_storage/anything.png": strToU8("no id"),
      "README.md": strToU8("hello"),
    });
    const state = await importFile({ mode: "append", format: "zip" }, zip);
    expect(state).toMatchObject({
      state: "failed",
      error_message: expect.stringMatching(/"anything"/),
    });
    const without = zipSync(
      Object.fromEntries(Object.entries(unzipSync(zip)).filter(([name]) => !/_storage/.test(name))),
    );
    await importFile({ mode: "append", format: "zip" }, without);
    expect(values("notes")).toEqual([{ n: 1, big: { $integer: "AQAAAAAAAAA=" } }]);
    expect(values("notes", "c1")).toEqual([{ n: 2 }]);
    expect(backend.rows("_scheduled_functions")).toEqual([]);
  });

  test.each([
    ["what is no ZIP", strToU8("hello"), /ZIP file cannot be read/],
    ["a bad table name", zipSync({ "1st/documents.jsonl": lines({}) }), /cannot be the name/],
    ["a bad row", zipSync({ "a/documents.jsonl": strToU8("{}\n[") }), /Table "a".* line 2/],
  ])("%s fails with the reason", async (_name, zip, message) => {
    const state = await importFile({ mode: "append", format: "zip" }, zip);
    expect(state).toMatchObject({ state: "failed", error_message: expect.stringMatching(message) });
  });
});

describe("exports", () => {
  test("are one snapshot: what is written and deleted meanwhile does not show", async () => {
    for (let n = 0; n < 500; n++) add("notes", { n });
    const file = await backend.files.store("", strToU8("body"), { contentType: null });
    await post(backend, "/api/export/request/zip?includeStorage=true");
    const again = await post(backend, "/api/export/request/zip");
    expect([again.status, await again.json()]).toMatchObject([400, { code: "ExportInProgress" }]);
    await expect.poll(() => backend.rows("_exports")[0]?.state).not.toBe("requested");
    add("notes", { n: -1 });
    backend.database.transact((tx) => tx.remove({ component: "", system: true }, file, "_storage"));
    await expect.poll(() => backend.rows("_exports")[0]?.state).toBe("completed");
    const ts = backend.rows("_exports")[0]?.start_ts as { $integer: string };
    const start = Buffer.from(ts.$integer, "base64").readBigInt64LE();
    const response = await backend.api.request(`/api/export/zip/${start}`, { headers: HEADERS });
    const zip = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const notes = strFromU8(zip["notes/documents.jsonl"] ?? new Uint8Array());
    expect(notes.trim().split("\n")).toHaveLength(500);
    expect(strFromU8(zip[`_storage/${file}`] ?? new Uint8Array())).toBe("body");
  });

  test("leave files out when they are not asked for", async () => {
    await backend.files.store("", strToU8("body"), { contentType: null });
    const names = Object.keys(unzipSync(await exportZip(backend, false)));
    expect(names.filter((name) => name.includes("_storage"))).toEqual([]);
  });
});

describe("access", () => {
  test.each([
    ["POST", "/api/import/start_upload"],
    ["POST", "/api/import/finish_upload"],
    ["POST", "/api/perform_import"],
    ["POST", "/api/export/request/zip"],
    ["GET", "/api/export/zip/1"],
  ])("%s %s needs the admin key", async (method, route) => {
    expect((await backend.api.request(route, { method })).status).toBe(401);
  });

  test("tokens and numbers that were not given out are refused", async () => {
    const part = (query: string) => post(backend, `/api/import/upload_part?${query}`, "x");
    for (const token of ["", "../../etc", "0".repeat(32)]) {
      expect((await part(`uploadToken=${token}&partNumber=1`)).status).toBe(400);
    }
    const started = await post(backend, "/api/import/start_upload");
    const { uploadToken } = (await started.json()) as { uploadToken: string };
    expect((await part(`uploadToken=${uploadToken}&partNumber=../x`)).status).toBe(400);
    const missing = { import: { mode: "append", format: "zip" }, uploadToken, partTokens: ["7"] };
    const body = JSON.stringify(missing);
    expect((await post(backend, "/api/import/finish_upload", body)).status).toBe(400);
    for (const bad of ["", "{}", '{"importId":"x"}', "[]"]) {
      expect((await post(backend, "/api/perform_import", bad)).status).toBe(400);
    }
    for (const ts of ["1", "..%2Fx", "abc"]) {
      const response = await backend.api.request(`/api/export/zip/${ts}`, { headers: HEADERS });
      expect(response.status).toBe(400);
    }
  });
});
