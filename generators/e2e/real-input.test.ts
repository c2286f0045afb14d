// Real input on a copy of the repository: entities and functions, one of each kind checked as it is made;
// then everything that holds for the repository holds for the copy, the pages work, and all of it can be
// undone. The tests are one story, in order.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Copy, PNPM, installedCopy, succeeded } from "./copy.ts";
import { functionKinds } from "@groundwork/convex-generators/function/input";
import { referenceCommand, snapshotCommand } from "@groundwork/convex-generators/repository/pages";
import { checkWhatWasMade } from "./what-was-made.ts";
import { type Running, startDev } from "./dev.ts";
import { checked, entities, functions } from "./input.ts";
import { makeRandom, names } from "./random-input.ts";
import {
  EntityPage,
  askedBy,
  chooseTeam,
  createTeam,
  faultsOf,
  hasFocus,
  openBrowser,
  openTab,
  picture,
  signIn,
  signUp,
  spoilSearch,
  teamSwitcher,
} from "./pages.ts";

/** Whether everything is run; otherwise what an entity or a function cannot break is left out. */
const isFull = process.env.E2E_FULL !== undefined;

let copy: Copy;
let madeAtRandom = 0;

beforeAll(async () => {
  copy = await installedCopy();
});
afterAll(() => copy?.remove());

const firstCommit = () => copy.git("rev-list", "--max-parents=0", "HEAD").trim();

describe("making", () => {
  const ofBackend = ["types of packages/backend", "tests of packages/backend", "lint"];
  const proofs = {
    entity: [...ofBackend, "types of apps/web"],
    function: ofBackend,
    component: ofBackend,
  };
  // By day types, tests and lint run once over all that is made, below.
  const isChecked = (name: string) => isFull && checked.includes(name);

  describe("what nobody thought of", () => {
    madeAtRandom = makeRandom(() => copy, names.slice(0, 3), functionKinds);
  });

  test.each([
    ...entities.map(([name, argv]) => ["entity", name, argv] as const),
    ...functions.map(([name, argv]) => ["function", name, argv] as const),
    // Of packages that are installed here already.
    ["component", "aggregate", ["--name", "ranking"]] as const,
    ["component", "workpool", ["--name", "mailings"]] as const,
  ])("%s %s", async (command, name, argv) => {
    const line = [command, name, ...argv, ...(isChecked(name) ? [] : ["--no-checks"])];
    // The first in a process of its own, as somebody types it.
    const isFirst = name === entities[0]![0];
    const { code, output } = await (isFirst ? copy.plop(...line) : copy.plopHere(line));
    expect(code, output).toBe(0);
    for (const check of isChecked(name) ? proofs[command] : []) {
      expect(output).toContain(`✓ ${check}`);
    }
  });

  test.runIf(!isFull)("what is written from the code is written again", async () => {
    for (const command of [referenceCommand(), snapshotCommand()]) {
      succeeded(await copy.run([...PNPM, ...command.split(" ").slice(1)]));
    }
  });
});

describe("a check that fails", () => {
  const breaking = ["function", "notes.broken", "--kind", "query", "--access", "notes.read"];

  test("rolls everything back, and ends with 5", async () => {
    copy.git("add", "--all");
    copy.git("commit", "--quiet", "--message", "generated");
    copy.write("packages/backend/tests/mistake.ts", "export const wrong: number = 'text';\n");
    const before = copy.changes();
    const { code, output } = await copy.plop(...breaking, "--checks", "types", "--json");
    expect(code).toBe(5);
    expect(JSON.parse(output.trim().split("\n").at(-1)!)).toMatchObject({
      exit: 5,
      errors: [{ code: "CHECK_FAILED" }],
      checks: [{ ok: false, output: expect.stringContaining("mistake.ts") }],
    });
    expect(copy.changes()).toBe(before);
    copy.delete("packages/backend/tests/mistake.ts");
    expect(copy.changes()).toBe("");
  });

  test.runIf(isFull)("can leave the files to be looked at", async () => {
    copy.write("packages/backend/tests/mistake.ts", "export const wrong: number = 'text';\n");
    const { code, output } = await copy.plop(...breaking, "--checks", "types", "--keep-failed");
    expect(code, output).toBe(5);
    expect(copy.changes()).toContain("packages/backend/convex/notes.ts");
    expect((await copy.plop("undo", "--no-checks")).code).toBe(0);
    copy.delete("packages/backend/tests/mistake.ts");
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

  test("a row is added and changed, and a value that the form refuses is reported at its field", async () => {
    const list = await customers();
    await list.isEmpty();
    await list.add({});
    await list.form.getByText("This field is required.").first().waitFor();
    await list.add({ Name: "Ann", Mail: "ann@Example.com", Site: "https://example.com" });
    await list.row("Ann").waitFor();
    await list.edit(list.row("Ann"), { Name: "Ann Lee" });
    await list.row("Ann Lee").waitFor();
  });

  test("what only the server can see is reported, and nothing typed is lost", async () => {
    const list = await customers();
    await list.add({ Name: "Bob", Mail: "ann@example.com" });
    await told("The customer was not saved.");
    await list.form.getByText("There is one with this mail already.").waitFor();
    await list.add({ Mail: "bob@example.com" });
    await list.row("Bob").waitFor();
  });

  test("rows are found by their words", async () => {
    const list = await customers();
    await page.getByLabel("Search by name").fill("lee");
    await list.row("Bob").waitFor({ state: "detached" });
    await list.row("Ann Lee").waitFor();
    await page.waitForURL(/\/customers\?q=lee$/);
    await page.reload();
    await list.row("Ann Lee").waitFor();
    expect(await list.row("Bob").count()).toBe(0);
  });

  test("rows are found in the command palette, which opens them on their page", async () => {
    await (await at("product", "Products")).isEmpty();
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Command palette" });
    await palette.getByRole("combobox").fill("ann");
    await palette.getByRole("option", { name: "Ann Lee" }).click();
    const list = new EntityPage(page, "customer", "Customers");
    await list.row("Ann Lee").waitFor();
    expect(await page.getByLabel("Search by name").inputValue()).toBe("Ann Lee");
  });

  test("a search that is refused leaves the page, and can be tried again", async () => {
    const tab = await openTab(browser, []);
    const stopSpoiling = await spoilSearch(tab, "ann");
    await signIn(tab, dev.web, dev.admin);
    const list = await new EntityPage(tab, "customer", "Customers").open();
    await list.form.getByLabel("Name", { exact: true }).fill("Half a name");
    await tab.getByLabel("Search by name").fill("ann");
    await tab.getByText("This list could not be loaded").waitFor();
    stopSpoiling();
    await tab.getByRole("button", { name: "Try again" }).click();
    await list.row("Ann Lee").waitFor();
    expect(await list.form.getByLabel("Name", { exact: true }).inputValue()).toBe("Half a name");
    await tab.context().close();
  });

  test("a row refers to others, which are chosen and shown by name", async () => {
    const products = await at("product", "Products");
    await products.add({ Title: "Fern", Price: "12.5" });
    await products.row("Fern").waitFor();
    const list = await orders();
    await list.add({
      Customer: { choose: "Ann Lee" },
      Product: { choose: "Fern" },
      Status: { choose: "Paid" },
      Quantity: "2",
    });
    await list.row("Fern").filter({ hasText: "Ann Lee" }).filter({ hasText: "Paid" }).waitFor();
  });

  test("a list is narrowed by a field with an index, and the address keeps it", async () => {
    const list = await orders();
    await list.filter("Status", "Shipped");
    await page.getByText("Nothing found").waitFor();
    await page.waitForURL(/\/orders\?status=shipped$/);
    await page.reload();
    await page.getByText("Nothing found").waitFor();
    await list.filter("Status", "Paid");
    await list.row("Fern").waitFor();
    await list.filter("Status", "All");
    await list.row("Fern").waitFor();
    await page.waitForURL(/\/orders$/);
  });

  test("of two who change a row at once, neither reverts what the other did", async () => {
    const tab = await openTab(browser, problems);
    await signIn(tab, dev.web, dev.admin);
    const theirs = await new EntityPage(tab, "order", "Orders").open();
    const dialog = await theirs.startEdit(theirs.row("Fern"));
    const list = await orders();
    await list.edit(list.row("Fern"), { Quantity: "9" });
    await theirs.save(dialog, { Status: { choose: "Shipped" } });
    await list.row("Shipped").getByText("9", { exact: true }).waitFor();
    await tab.context().close();

    const again = await list.startEdit(list.row("Fern"));
    await again.getByLabel("Quantity").fill("");
    await again.getByRole("button", { name: "Save" }).click();
    await again.getByText("This field is required.").waitFor();
    await again.getByRole("button", { name: "Cancel" }).click();
  });

  test("a long list is loaded in parts, and what is removed leaves the focus to the next row", async () => {
    const list = await at("product", "Products");
    for (let count = 1; count <= 25; count++) await list.add({ Title: `Pot ${count}`, Price: "1" });
    await list.row("Saving…").first().waitFor({ state: "detached" });
    await (await orders()).row("Fern").waitFor();
    await (await at("product", "Products")).rows.nth(24).waitFor();
    await page.getByRole("button", { name: "Load more" }).click();
    await list.row("Fern").waitFor();
    const [row, next] = [list.row("Pot 24"), list.row("Pot 23")];
    await row.getByRole("button", { name: "Remove Pot 24" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
    const trigger = row.getByRole("button", { name: "Remove Pot 24" });
    await expect.poll(() => hasFocus(trigger), { timeout: 120_000 }).toBe(true);
    await list.remove(row);
    await expect.poll(() => hasFocus(next), { timeout: 120_000 }).toBe(true);
  });

  test("the rows that a list refers to are named by one query for each of their tables", async () => {
    const list = await orders();
    for (const [customer, product] of [
      ["Bob", "Pot 20"],
      ["Ann Lee", "Pot 21"],
    ]) {
      await list.add({ Customer: { choose: customer! }, Product: { choose: product! } });
      await list.row(product!).filter({ hasText: customer! }).waitFor();
    }
    const tab = await openTab(browser, problems);
    const asked = askedBy(tab);
    await signIn(tab, dev.web, dev.admin);
    const theirs = await new EntityPage(tab, "order", "Orders").open();
    await theirs.row("Fern").filter({ hasText: "Ann Lee" }).waitFor();
    await theirs.row("Pot 20").filter({ hasText: "Bob" }).waitFor();
    const naming = asked().filter(({ query }) => query === "names:list");
    expect(naming.map(({ args }) => args.table)).toEqual(["customers", "products"]);
    expect(asked().filter(({ query }) => /^(?!frame:).*:get$/.test(query))).toEqual([]);
    await tab.context().close();
  });

  test("every type of field goes through the form", async () => {
    const list = await tickets();
    await list.add({
      ...{ Code: "A1", Subject: "Printer on fire", Body: "Help", Slug: "printer", Urgent: true },
      ...{ Mail: "eve@example.com", Link: "https://example.com/", Weight: "1.5" },
      ...{ "Due at": "2030-01-31T12:00", Tags: "hot\nloud", Meta: '{"floor":3}' },
      Customer: { choose: "Ann Lee" },
      Status: { choose: "Pending" },
      Logo: { files: [{ name: "logo.txt", text: "logo" }] },
      Files: {
        files: [
          { name: "a.txt", text: "a" },
          { name: "b.txt", text: "b" },
        ],
      },
    });
    const row = list.row("Printer on fire");
    for (const text of ["Help", "1.5", "Pending", "Ann Lee", "hot, loud", "A1", "printer"]) {
      await row.getByText(text, { exact: true }).first().waitFor();
    }
    await row.getByText("text/plain").nth(2).waitFor();
  });

  test("every type of field can be changed, and a file be taken away", async () => {
    const list = await tickets();
    const dialog = await list.startEdit(list.row("Printer on fire"));
    await dialog.getByRole("button", { name: "Remove file from Logo" }).click();
    await list.save(dialog, {
      ...{ Body: "Help, please", Slug: "printer-2", Urgent: false, Mail: "", Weight: "2" },
      ...{ Link: "https://example.com/2", "Due at": "2030-02-28T12:00", Tags: "cold", Meta: "[4]" },
      ...{ Secret: "between us", Customer: { choose: "Bob" }, Status: { choose: "Solved" } },
      Files: { files: [{ name: "c.txt", text: "c" }] },
    });
    const row = list.row("Printer on fire");
    for (const text of ["Help, please", "2", "Solved", "Bob", "cold", "[4]", "printer-2", "no"]) {
      await row.getByText(text, { exact: true }).first().waitFor();
    }
    await row.getByText("eve@example.com").waitFor({ state: "detached" });
    await row.getByText("text/plain").nth(1).waitFor({ state: "detached" });
    // What the others rely on.
    await list.edit(row, { Customer: { choose: "Ann Lee" } });
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

  describe("rows of a team", () => {
    let tab: Page;
    let list: EntityPage;

    beforeAll(async () => {
      tab = await openTab(browser, problems);
      await signIn(tab, dev.web, dev.member);
      list = new EntityPage(tab, "project", "Projects");
    });
    afterEach(({ task }) => picture(tab, `rows of a team ${task.name}`));
    afterAll(() => tab?.context().close());

    /** Shows the projects of another team. */
    const projectsOf = async (team: string) => {
      await chooseTeam(tab, team);
      await list.open();
    };

    test("are those of the team that a member of two chooses, which the address keeps", async () => {
      await projectsOf("Harbour crew");
      await list.isEmpty();
      await list.add({ Name: "New jetty" });
      await list.row("New jetty").filter({ hasText: "Max Member" }).waitFor();
      await tab.reload();
      await list.row("New jetty").waitFor();
      await (await new EntityPage(tab, "phase", "Phases").open()).isEmpty();
      await list.open();
      await list.row("New jetty").waitFor();
    });

    test("are changed by its members, and lead to people and rows of the team alone", async () => {
      const phases = await new EntityPage(tab, "phase", "Phases").open();
      await phases.add({ Title: "Draw it" });
      await phases.form.getByText("Choose an option.").waitFor();
      await phases.add({ Project: { choose: "New jetty" }, Assignee: { choose: "Ada Admin" } });
      const row = phases.row("Draw it").filter({ hasText: "New jetty" });
      await row.filter({ hasText: "Ada Admin" }).waitFor();
      const dialog = await phases.startEdit(row);
      const people = dialog.getByLabel("Assignee").locator("option");
      const names = ["–", "Ada Admin", "Ines Ibarra", "Jo Jensen", "Kim Kato", "Max Member"];
      expect(await people.allInnerTexts()).toEqual(names);
      await phases.save(dialog, { Assignee: { choose: "Max Member" }, Title: "Build it" });
      await phases.row("Build it").filter({ hasText: "Max Member" }).waitFor();
      await phases.add({ Title: "Open it", Project: { choose: "New jetty" } });
      await phases.row("Open it").getByText("2", { exact: true }).waitFor();
    });

    test("of another team are not there, and only what its owners may do is left out", async () => {
      await list.open();
      await list
        .row("New jetty")
        .getByRole("button", { name: /^Remove / })
        .waitFor();
      await projectsOf("Reading room");
      await list.isEmpty();
      await list.add({ Name: "More shelves" });
      const row = list.row("More shelves");
      await list.edit(row, { Status: { choose: "Done" } });
      await row.getByText("Done", { exact: true }).waitFor();
      expect(await row.getByRole("button", { name: /^Remove / }).count()).toBe(0);
      const phases = await new EntityPage(tab, "phase", "Phases").open();
      await phases.isEmpty();
      const projects = phases.form.getByLabel("Project", { exact: true });
      await projects.focus();
      await projects.locator("option", { hasText: "More shelves" }).waitFor({ state: "attached" });
      expect(await projects.locator("option").allInnerTexts()).toEqual(["–", "More shelves"]);
      await list.open();
      await tab.getByLabel("Search by name").fill("jetty");
      await tab.getByText("Nothing found").waitFor();
      await tab.goBack();
      await phases.isEmpty();
      await projectsOf("Harbour crew");
      await list.remove(list.row("New jetty"));
      await list.isEmpty();
    });

    test("are changed by their authors alone, where the team only reads them", async () => {
      const posts = await new EntityPage(tab, "post", "Posts").open();
      await posts.add({ Title: "Tide tables" });
      const mine = posts.row("Tide tables").filter({ hasText: "Max Member" });
      await posts.edit(mine, { Title: "New tide tables" });
      const other = await openTab(browser, problems);
      await signIn(other, dev.web, dev.admin);
      await chooseTeam(other, "Harbour crew");
      const theirs = await new EntityPage(other, "post", "Posts").open();
      await theirs.row("New tide tables").waitFor();
      expect(await theirs.rows.getByRole("button").count()).toBe(0);
      await theirs.add({ Title: "Thank you" });
      await theirs.edit(theirs.row("Thank you"), { Title: "Thanks" });
      await posts.row("Thanks").filter({ hasText: "Ada Admin" }).waitFor();
      expect(await posts.rows.getByRole("button", { name: /^Edit / }).count()).toBe(1);
      await other.context().close();
    });

    test("are of a team that one owns, where only owners see them", async () => {
      const budgets = await new EntityPage(tab, "budget", "Budgets").open();
      await budgets.add({ Title: "Paint" });
      await budgets.row("Paint").waitFor();
      await projectsOf("Reading room");
      await list.row("More shelves").waitFor();
      await budgets.link.click();
      await tab
        .getByRole("heading", { name: "This page is not for your role in the team" })
        .waitFor();
      expect(await budgets.form.count()).toBe(0);
      await chooseTeam(tab, "Harbour crew");
      await budgets.open();
      await budgets.row("Paint").waitFor();
    });

    test("are of a team that somebody in none creates, and of no other that an address names", async () => {
      await list.open();
      const address = tab.url();
      const other = await openTab(browser, problems);
      await signUp(other, dev.web, "Nora", page);
      await teamSwitcher(other, "No team yet").waitFor();
      const theirs = new EntityPage(other, "project", "Projects");
      expect(await theirs.link.count()).toBe(0);
      await createTeam(other, "Nora and friends");
      await theirs.open();
      await theirs.isEmpty();
      await theirs.add({ Name: "Picnic" });
      await theirs.row("Picnic").waitFor();
      await other.goto(address);
      await other.getByText("You cannot see this team").waitFor();
      await picture(other, "a team that is not one's own");
      expect(await theirs.form.count()).toBe(0);
      await chooseTeam(other, "Nora and friends");
      await theirs.open();
      await theirs.row("Picnic").waitFor();
      await other.context().close();
      expect(await list.row("Picnic").count()).toBe(0);
    });
  });

  test.each([
    ["light", "wide"],
    ["dark", "narrow"],
  ] as const)(
    "in the %s theme on a %s screen no page has a serious fault, and all fit",
    async (theme, screen) => {
      const tab = await openTab(browser, problems);
      await signIn(tab, dev.web, dev.member);
      await chooseTeam(tab, "Harbour crew");
      const [team] = /\/t\/\w+/.exec(tab.url())!;
      await tab.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      const width = { wide: 1280, narrow: 360 }[screen];
      await tab.setViewportSize({ width, height: 740 });
      const own = ["customers", "products", "orders", "tickets", "comments"];
      const ofTeam = ["projects", "phases", "posts", "budgets"].map(
        (name) => `${team.slice(1)}/${name}`,
      );
      // By day each page is looked at in one of the two.
      const looked = [...own, ...ofTeam].filter(
        (_, at) => isFull || (at % 2 === 0) === (theme === "light"),
      );
      const found: Record<string, string[]> = {};
      for (const address of looked) {
        await tab.goto(`${dev.web}/${address}`);
        const faults = await faultsOf(tab);
        if (faults.length > 0) found[address] = faults;
      }
      expect(found).toEqual({});
      await tab.context().close();
    },
  );

  test("nothing on the way was an error that the pages could not handle", () => {
    expect(problems).toEqual([]);
    expect(copy.changes()).toBe("");
  });
});

describe("the whole repository", () => {
  const passes = async (...args: string[]) => succeeded(await copy.run([...PNPM, ...args]));

  test.runIf(isFull)("passes its checks: pnpm check", async () => void (await passes("check")));

  test.runIf(isFull)("passes its tests: pnpm test", async () => {
    const others = ["./tooling/*", "@repo/generators"];
    await passes("test", ...others.map((name) => `--filter=!${name}`));
  });

  if (!isFull) checkWhatWasMade(() => copy, firstCommit, entities.length);

  test("still has files that the generators can edit", async () => {
    const tests = ["repository/editors.test.ts", "test/doctor.test.ts", "test/golden.test.ts"];
    const output = await passes("--filter=@repo/generators", "exec", "vitest", "run", ...tests);
    expect(output).not.toContain("skipped");
    const doctor = await copy.plop("doctor");
    expect(doctor.code, doctor.output).toBe(0);
  });
});

describe("undo", () => {
  test("one entity after the other leaves the tree as it was", async () => {
    const count = readdirSync(join(copy.root, "generators/runs")).length;
    expect(count).toBeGreaterThanOrEqual(entities.length + functions.length + madeAtRandom);
    for (let left = count; left > 0; left--) {
      // The pages of reference follow the code; writing them once at the end is enough.
      const line = ["undo", ...(left > 1 ? ["--no-checks"] : [])];
      const { code, output } = await (left === 1 ? copy.plop(...line) : copy.plopHere(line));
      expect(code, output).toBe(0);
    }
    expect((await copy.plopHere(["undo"])).output).toContain("RUN_UNKNOWN");
    copy.git("add", "--all");
    expect(copy.git("diff", "--cached", "--name-status", firstCommit())).toBe("");
  });
});
