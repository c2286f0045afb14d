// Real input on a copy of the repository: entities and functions, one of each kind checked as it is made;
// then everything that holds for the repository holds for the copy, the pages work, and all of it can be
// taken back. The tests tell one story in order.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { changedByOwners, committedFiles, notesIn } from "../test/notes.ts";
import { Copy, PNPM } from "./copy.ts";
import { type Running, startDev } from "./dev.ts";
import { checked, entities, functions } from "./input.ts";
import { EntityPage, openBrowser, openTab, picture, signIn } from "./pages.ts";

let copy: Copy;

beforeAll(async () => {
  copy = new Copy();
  const { code, output } = await copy.run([...PNPM, "install", "--frozen-lockfile"]);
  expect(code, output).toBe(0);
});
afterAll(() => copy?.remove());

describe("making", () => {
  const ofBackend = ["types", "tests", "lint"].map((check) => `${check} of packages/backend`);
  const proofs = {
    entity: [...ofBackend, "types of apps/web", "lint of apps/web"],
    function: ofBackend,
  };

  test.each([
    ...entities.map(([name, argv]) => ["entity", name, argv] as const),
    ...functions.map(([name, argv]) => ["function", name, argv] as const),
  ])("%s %s", async (command, name, argv) => {
    const isChecked = checked.includes(name);
    const checks = isChecked ? [] : ["--no-checks"];
    const { code, output } = await copy.plop(command, name, ...argv, ...checks);
    expect(code, output).toBe(0);
    for (const check of isChecked ? proofs[command] : []) expect(output).toContain(`✓ ${check}`);
  });

  test("a second time does nothing", async () => {
    const before = copy.changes();
    const [name, argv] = entities[0]!;
    const { code, output } = await copy.plop("entity", name, ...argv);
    expect(code, output).toBe(0);
    expect(output).toContain("Nothing to do");
    expect(copy.changes()).toBe(before);
  });
});

describe("a check that fails", () => {
  const breaking = ["function", "notes.broken", "--kind", "query", "--access", "notes.read"];

  test("takes everything back, and ends with 5", async () => {
    copy.git("add", "--all");
    copy.git("commit", "--quiet", "--message", "generated");
    copy.write("packages/backend/convex/mistake.ts", "export const wrong: number = 'text';\n");
    const before = copy.changes();
    const { code, output } = await copy.plop(...breaking, "--checks", "types", "--json");
    expect(code).toBe(5);
    expect(JSON.parse(output.trim().split("\n").at(-1)!)).toMatchObject({
      exit: 5,
      errors: [{ code: "CHECK_FAILED" }],
      checks: [{ ok: false, output: expect.stringContaining("mistake.ts") }],
    });
    expect(copy.changes()).toBe(before);
  });

  test("can leave the files to be looked at", async () => {
    const { code, output } = await copy.plop(...breaking, "--checks", "types", "--keep-failed");
    expect(code, output).toBe(5);
    expect(copy.changes()).toContain("packages/backend/convex/notes.ts");
    expect((await copy.plop("undo", "--no-checks")).code).toBe(0);
    copy.delete("packages/backend/convex/mistake.ts");
    expect(copy.changes()).toBe("");
  });
});

describe("the pages, in Chromium", () => {
  let dev: Running;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  const at = (one: string, many: string) => new EntityPage(page, one, many).open();
  const customers = () => at("customer", "Customers");
  const orders = () => at("order", "Orders");
  const tickets = () => at("ticket", "Tickets");
  const comments = () => at("comment", "Comments");
  const told = (text: string) => page.getByText(text).first().waitFor();

  beforeAll(async () => {
    dev = await startDev(copy);
    browser = await openBrowser();
    page = await openTab(browser, problems);
    await signIn(page, dev.web, dev.admin);
  });
  afterEach(({ task }) => picture(page, task.name));
  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
  });

  test("a row is added, changed, and what the form would refuse is told at the field", async () => {
    const list = await customers();
    await list.isEmpty();
    await list.add({});
    await list.form.getByText("Fill this in.").first().waitFor();
    await list.add({ Name: "Ann", Mail: "ann@Example.com", Site: "https://example.com" });
    await list.row("Ann").waitFor();
    await list.edit(list.row("Ann"), { Name: "Ann Lee" });
    await list.row("Ann Lee").waitFor();
  });

  test("what only the server can see is told, and nothing typed is lost", async () => {
    const list = await customers();
    await list.add({ Name: "Bob", Mail: "ann@example.com" });
    await told("The customer was not saved.");
    await told("There is one with this mail already.");
    await list.add({ Mail: "bob@example.com" });
    await list.row("Bob").waitFor();
  });

  test("rows are found by their words", async () => {
    const list = await customers();
    await page.getByLabel("Search by name").fill("lee");
    await list.row("Bob").waitFor({ state: "detached" });
    await list.row("Ann Lee").waitFor();
  });

  test("a row refers to others, which are chosen and shown by name", async () => {
    const products = await at("product", "Products");
    await products.add({ Title: "Fern", Price: "12.5" });
    await products.row("Fern").waitFor();
    const list = await orders();
    await list.add({
      Customer: { choose: "Ann Lee" },
      Product: { choose: "Fern" },
      Status: { choose: "paid" },
      Quantity: "2",
    });
    await list.row("Fern").filter({ hasText: "Ann Lee" }).filter({ hasText: "paid" }).waitFor();
  });

  test("every type of field goes through the form", async () => {
    const list = await tickets();
    await list.add({
      ...{ Code: "A1", Subject: "Printer on fire", Body: "Help", Slug: "printer", Urgent: true },
      ...{ Mail: "eve@example.com", Link: "https://example.com/", Weight: "1.5" },
      ...{ "Due at": "2030-01-31T12:00", Tags: "hot\nloud", Meta: '{"floor":3}' },
      Customer: { choose: "Ann Lee" },
      Status: { choose: "pending" },
      Logo: { files: [{ name: "logo.txt", text: "logo" }] },
      Files: {
        files: [
          { name: "a.txt", text: "a" },
          { name: "b.txt", text: "b" },
        ],
      },
    });
    const row = list.row("Printer on fire");
    for (const text of ["Help", "1.5", "pending", "Ann Lee", "hot, loud", "A1", "printer"]) {
      await row.getByText(text, { exact: true }).first().waitFor();
    }
    await row.getByText("text/plain").nth(2).waitFor();
  });

  test("somebody else's rows are not there", async () => {
    const tab = await openTab(browser, problems);
    await signIn(tab, dev.web, dev.member);
    const list = await new EntityPage(tab, "ticket", "Tickets").open();
    await list.isEmpty();
    const readOnly = await new EntityPage(tab, "customer", "Customers").open();
    await readOnly.row("Ann Lee").waitFor();
    expect(await readOnly.form.count()).toBe(0);
    await tab.context().close();
  });

  test("what is in use stays, and what belongs to a row goes with it", async () => {
    const written = await comments();
    await written.add({ Ticket: { choose: "Printer on fire" }, Body: "Unplug it" });
    await written.row("Unplug it").waitFor();
    const list = await customers();
    await list.remove(list.row("Ann Lee"));
    await told("The customer was not removed.");
    await list.row("Ann Lee").waitFor();
    const all = await tickets();
    await all.remove(all.row("Printer on fire"));
    await all.isEmpty();
    await (await comments()).isEmpty();
  });

  test("nothing on the way was an error that the pages could not handle", () => {
    expect(problems).toEqual([]);
    expect(copy.changes()).toBe("");
  });
});

describe("the whole repository", () => {
  test("passes its checks: pnpm check", async () => {
    const { code, output } = await copy.run([...PNPM, "check"]);
    expect(code, output.slice(-6000)).toBe(0);
  });

  // Left out: what reads nothing that is generated. Of the generators' own tests that is all but those
  // that look at the files which are edited.
  test("passes its tests: pnpm test", async () => {
    const others = ["dev-server", "generators"].map((name) => `--filter=!@repo/${name}`);
    const { code, output } = await copy.run([...PNPM, "test", ...others]);
    expect(code, output.slice(-6000)).toBe(0);
  });

  test("still has files that the generators can edit", async () => {
    const tests = ["lib/edit", "lib/doctor.test.ts", "test/golden.test.ts"];
    const vitest = [...PNPM, "--filter=@repo/generators", "exec", "vitest", "run", ...tests];
    const { code, output } = await copy.run(vitest);
    expect(code, output.slice(-6000)).toBe(0);
    const areOwn = changedByOwners(notesIn(committedFiles())).length > 0;
    expect(output.includes("skipped")).toBe(areOwn);
    const doctor = await copy.plop("doctor");
    expect(doctor.code, doctor.output).toBe(0);
  });
});

describe("taking back", () => {
  test("one entity after the other leaves the tree as it was", async () => {
    const count = entities.length + functions.length;
    for (let left = count; left > 0; left--) {
      // The pages of reference follow the code; writing them once at the end is enough.
      const { code, output } = await copy.plop("undo", ...(left > 1 ? ["--no-checks"] : []));
      expect(code, output).toBe(0);
    }
    expect((await copy.plop("undo")).output).toContain("RUN_UNKNOWN");
    copy.git("add", "--all");
    const first = copy.git("rev-list", "--max-parents=0", "HEAD").trim();
    expect(copy.git("diff", "--cached", "--name-status", first)).toBe("");
  });
});
