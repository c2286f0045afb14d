// `pnpm plop design plan` and `apply`, on a copy of this repository's files.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { planDesign } from "@groundwork/convex-generators/design/apply/plan";
import { readDesign } from "@groundwork/convex-generators/design/file/read";
import { currentEntityInput, recordedTables } from "@groundwork/convex-generators/entity/recorded";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { plop } from "@groundwork/plop-engine/testing/command";
import { scratch } from "@groundwork/plop-engine/testing/scratch";
import { diskTree } from "@groundwork/plop-engine/tree";
import { formatterSettings } from "../notes.ts";
import { templateFiles, workspace } from "../repository.ts";

const own = diskTree(workspace).read(layout.design);
let copy: ReturnType<typeof scratch>;
let before: Record<string, string>;

beforeEach(() => {
  copy = scratch({ ...formatterSettings(), ...templateFiles, [layout.design]: designText() });
  before = copy.snapshot();
});
afterEach(() => copy.remove());

/** Bikes and their rides: each bike may name its last ride, so that the two close a circle. */
function designText({ bike = "", more = "", access = "member:own" } = {}): string {
  return `import { defineDesign } from "@groundwork/convex-generators/design/design";
export default defineDesign({
  version: 1,
  name: "Bikes",
  about: "Bikes and their rides.",
  roles: { mechanic: { extends: "member" } },
  entities: {
    bike: {
      fields: {
        ownerId: "ref(users)+owner",
        name: "string(1..80)",
        lastRideId: "ref(rides)?+clear",${bike}
      },
      access: ["${access}", "mechanic:all:read", "admin:all"],
    },
    ride: {
      fields: { ownerId: "ref(users)+owner", bikeId: "ref(bikes)+cascade", km: "int(1..500)" },
      access: ["member:own", "admin:all"],
    },
  },${more}
});
`;
}

const apply = (...flags: string[]) =>
  plop(copy.root, ["design", "apply", "--no-checks", "--json", ...flags]);
const planned = async () => {
  const { stdout, stderr } = await plop(copy.root, ["design", "plan"]);
  return stdout + stderr;
};
const current = (table: string) => currentEntityInput(table, diskTree(copy.root));
const close = `
  functions: {
    "bikes.sell": { kind: "mutation", args: { id: "ref(bikes)" }, access: "bikes.update" },
  },`;

describe("a new design", () => {
  test("is one run, a second finds nothing to do, and its undo gives back every byte", async () => {
    copy.write(layout.design, designText({ more: close }));
    before = copy.snapshot();
    const { json } = await apply();
    expect(json).toMatchObject({ ok: true, run: "0001-design-apply", written: true });
    expect(recordedTables(diskTree(copy.root))).toEqual(["bikes", "notes", "rides"]);
    const fields = current("bikes")!.fields.map((text) => text.split(":")[0]);
    expect(fields.toSorted()).toEqual(["lastRideId", "name", "ownerId"]);
    expect(copy.read(layout.backendModule("bikes"))).toContain("export const sell = mutation(");
    expect(await planned()).toContain("Nothing to do");
    expect((await apply()).json).toMatchObject({ ok: true, run: null });

    const added = await plop(copy.root, [
      ...["field", "bikes", "frame:string(1..40)?", "--no-checks", "--json"],
    ]);
    expect(added.json).toMatchObject({ ok: true, run: "0002-field-bikes-frame" });
    const again = await plop(copy.root, ["update", "bikes", "--no-checks", "--json"]);
    expect(again.json).toMatchObject({ ok: true, run: null });
    await plop(copy.root, ["undo", "--no-checks"]);
    const undone = await plop(copy.root, ["undo", "--no-checks", "--json"]);
    expect(undone.json).toMatchObject({ ok: true, run: "0001-design-apply" });
    expect(copy.snapshot()).toEqual(before);
  });

  test("is planned as lines with their places and marks", async () => {
    const text = await planned();
    expect(text).toContain(`safe      ${layout.design}:6  role mechanic: new`);
    expect(text).toContain(`entity bike: a new table "bikes" with 2 fields`);
    expect(copy.snapshot()).toEqual(before);
  });

  test("is refused with every problem at its place", async () => {
    const bike = `
        length: "strng(1..3)",
        brandId: "ref(brnds)",`;
    copy.write(layout.design, designText({ bike }));
    const { exit, json } = await apply();
    expect(exit).toBe(2);
    expect(json.errors).toMatchObject([
      { code: "TYPE_UNKNOWN", arg: `${layout.design}:13:18` },
      { code: "REF_UNKNOWN", arg: `${layout.design}:14:19` },
    ]);
  });
});

test.skipIf(own === null)("the design of this repository is what its code is", () => {
  const tree = diskTree(workspace);
  const { changes, plan } = planDesign(readDesign(own!, layout.design), tree);
  expect(changes).toEqual([]);
  expect([...plan.files, ...plan.removals!]).toEqual([]);
});

describe("a changed design", () => {
  const shapes = layout.validators("bikes");

  test("changes only what changed, with migrations, and keeps what people wrote", async () => {
    await apply();
    copy.write(shapes, `${copy.read(shapes)}\n// The frame number is engraved.\n`);
    const rides = copy.read(layout.backendModule("rides"));
    const bike = `
        colour: "string(1..20)?",
        wheels: "int(1..4)=2",`;
    copy.write(layout.design, designText({ bike, more: close, access: "member:own:read" }));
    const applied = copy.snapshot();
    const lines = await planned();
    expect(lines).toMatch(/^safe .*:13 {2}bike\.colour: new/m);
    expect(lines).toMatch(/^migration .*:14 {2}bike\.wheels: new and required/m);
    expect(lines).toMatch(/^breaking .*bike\.access: /m);
    expect(lines).toMatch(/^safe .*function bikes\.sell: new$/m);
    const { json } = await apply();
    expect(json).toMatchObject({ ok: true, run: "0002-design-apply" });
    expect(json.next).toContain("When it is done: pnpm plop field bikes --finish wheels");
    expect(copy.read(shapes)).toContain("// The frame number is engraved.");
    expect(copy.read(shapes)).toContain("colour:");
    const module = copy.read(layout.backendModule("bikes"));
    expect(module).toContain("export const sell = mutation(");
    expect(copy.read(layout.accessOf("bikes"))).toContain('create: { admin: "all" }');
    expect(copy.read(layout.migrations)).toContain("fillBikesWheels");
    expect(copy.read(layout.backendModule("rides"))).toBe(rides);
    expect(current("bikes")!.access).toContain("member:own:read");
    expect(await planned()).toContain("Nothing to do");

    const { exit } = await plop(copy.root, ["undo", "--no-checks"]);
    expect(exit).toBe(0);
    expect(copy.snapshot()).toEqual(applied);
  });

  test("a field that leaves it leaves in two phases, and an optional one becomes required", async () => {
    const bike = (fields: string) => copy.write(layout.design, designText({ bike: fields }));
    bike('colour: "string(1..20)?", kilos: "int(1..50)?",');
    await apply();
    bike('colour: "string(1..20)=red", weight: "int(1..50)?",');
    const lines = await planned();
    expect(lines).toMatch(/^migration .*bike\.colour: required from now on/m);
    expect(lines).toMatch(/^migration .*bike\.kilos: .*--rename kilos=weight/m);
    const { json } = await apply();
    expect(json.next).toEqual(
      expect.arrayContaining([
        "When it is done: pnpm plop field bikes --finish colour",
        "When it is done: pnpm plop field bikes --finish kilos",
      ]),
    );
    const waiting = await planned();
    expect(waiting).toContain("Nothing to do");
    expect(waiting).toContain("pnpm plop field bikes --finish colour");
  });
});
