// What people see who are not signed in: some fields, of the rows that are public.
import { describe, expect, test } from "vitest";
import { planEntity } from "@groundwork/convex-generators/entity/plan";
import { layout } from "@groundwork/convex-generators/repository/layout";
import { codesOf, textOf } from "@groundwork/plop-engine/testing/plans";
import { templateTree } from "../repository.ts";
import { thing } from "./thing.ts";

const fields = ["price:money(EUR)", "cost:money(EUR)", "logo:file?", "status:enum(draft,sent)"];
const shown = { public: "title,price,logo" };
const plan = (more: object) =>
  planEntity({ name: "thing", fields: ["title:string", ...fields], ...more }, templateTree());

describe("rows that everybody may see", () => {
  test("are shown with the fields that are named, and their id", async () => {
    const { shapes, functions } = await thing(fields, shown);
    const [, shape = ""] = /visitorThing = z\.object\(\{(.*?)\n\}\);/s.exec(shapes) ?? [];
    expect(shape).toContain('_id: zid("things")');
    expect(shape).toContain("...thing.pick({ title: true, price: true }).shape");
    expect(shape).toContain("logo: fields.publicFile.optional()");
    expect(shape).not.toContain("cost");
    expect(functions.match(/returns: (pageOf\()?visitorThing/g)).toHaveLength(2);
  });

  test("are read through routes with a limit only, because the functions are internal", () => {
    const http = textOf(plan(shown), layout.http);
    expect(http.match(/rateLimit: "things\.visit"/g)).toHaveLength(2);
    const functions = textOf(plan(shown), layout.backendModule("things"));
    expect(functions.match(/ForVisitors = internalQuery\(/g)).toHaveLength(2);
  });

  test("are those with a value where one is named, also by their id", async () => {
    const when = { ...shown, publicWhen: "status=sent" };
    const { functions, tables, functionsTest } = await thing(fields, when);
    expect(functions).toContain('.withIndex("by_status", (q) => q.eq("status", "sent"))');
    expect(functions).toContain('if (thing.status !== "sent") throw noSuchRow("things")');
    expect(tables).toContain('.index("by_status", ["status"])');
    expect(functionsTest).toContain("not public, nor one that is no longer");
    // The rows that all tests are made with are among them.
    const example = 'things: async () => ({ status: "sent" })';
    expect(textOf(plan(when), layout.exampleRows)).toContain(example);
    expect(
      plan({ ...shown, publicWhen: "status=draft" }).files.map(({ path }) => path),
    ).not.toContain(layout.exampleRows);
  });

  test("are those of one team where rows belong to teams", async () => {
    const ofTeam = ["teamId:ref(teams)+cascade", "isOpen:bool=false"];
    const { functions, tables } = await thing(ofTeam, {
      ...{ public: "title", publicWhen: "isOpen", access: ["member:team"] },
    });
    expect(functions).toContain('q.eq("teamId", args.teamId).eq("isOpen", true)');
    expect(tables).toContain('["teamId", "isOpen"]');
  });

  test("are planned the same from the record of the run", () => {
    const first = plan({ ...shown, publicWhen: "status=sent" });
    expect(planEntity(first.input as never, templateTree()).files).toEqual(first.files);
  });

  test("are not put behind a route that is there", () => {
    const first = plan(shown);
    const files = new Map(first.files.map(({ path, after }) => [path, after]));
    const http = files.get(layout.http)!.replaceAll("things.visit", "notes.create");
    const tree = {
      ...templateTree(),
      read: (path: string) => (path === layout.http ? http : templateTree().read(path)),
    };
    const again = () =>
      planEntity({ name: "thing", fields: ["title:string", ...fields], ...shown }, tree);
    expect(codesOf(again)).toEqual(["3 ROUTE_EXISTS"]);
  });
});
