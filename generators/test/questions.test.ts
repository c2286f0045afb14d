// The questions of `pnpm plop`, asked in a real terminal.
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { choicesOf } from "@groundwork/convex-generators/function/access";
import { readAccess, readTables } from "@groundwork/convex-generators/repository/facts";
import { copyRepository, templateTree } from "./repository.ts";
import {
  BACKSPACE,
  CTRL_C,
  DOWN,
  ENTER,
  Terminal,
  hasTerminal,
} from "@groundwork/plop-engine/testing/terminal";

let repository: ReturnType<typeof copyRepository>;
let terminal: Terminal | undefined;

beforeEach(() => void (repository = copyRepository()));
afterEach(() => {
  terminal?.kill();
  repository.remove();
});

function open(argv: readonly string[], env?: Record<string, string>): Terminal {
  const script = join(import.meta.dirname, "run-in.mjs");
  terminal = new Terminal([process.execPath, script, repository.root, ...argv], env);
  return terminal;
}

describe.skipIf(!hasTerminal)("in a terminal", () => {
  test("a function is asked for, shown with its command line, and written on yes", async () => {
    const shell = open(["function", "--no-checks"]);
    await shell.answer("Which function", "notes.archive", ENTER);
    await shell.answer("What kind?", DOWN, ENTER);
    await shell.answer("Argument", "id:ref(notes)", ENTER);
    await shell.answer("Argument", ENTER);
    await shell.answer("What does it return", ENTER);
    const place = choicesOf({ access: readAccess(templateTree()) }).indexOf("notes.update");
    await shell.answer("Who may call it?", ...Array<string>(place).fill(DOWN), ENTER);
    await shell.answer("How often may one caller", "30/minute", ENTER);
    await shell.answer("What does it do", "Puts a note away.", ENTER);
    await shell.waitFor("0 files to create, 3 to change.");
    await shell.waitFor(
      "pnpm plop function notes.archive --kind mutation --args 'id:ref(notes)' --access notes.update --rate-limit 30/minute --about 'Puts a note away.'",
    );
    await shell.answer("Write it?", "d", ENTER);
    await shell.waitFor("+export const archive = mutation({");
    await shell.answer("Write it?", "y", ENTER);
    await shell.waitFor("Run 0001-function-notes-archive");
    expect(await shell.ended).toBe(0);
    expect(repository.read("packages/backend/convex/notes.ts")).toContain("const archive = ");
  });

  test("an action is asked why it is one", async () => {
    const shell = open(["function", "reports.send", "--kind", "action", "--args", "to:email"]);
    await shell.answer("What does it return", ENTER);
    await shell.answer("Who may call it?", ENTER);
    await shell.answer("How often may one caller", ENTER);
    await shell.answer("Why is a mutation that schedules", ENTER);
    await shell.waitFor("give the reason");
    await shell.type("its client waits", ENTER);
    await shell.answer("What does it do", ENTER);
    await shell.waitFor("--because 'its client waits'");
    await shell.answer("Write it?", "n", ENTER);
    expect(await shell.ended).toBe(130);
  });

  test("a cron is asked for its time, its mutation and what that does", async () => {
    const shell = open(["cron", "--no-checks"]);
    await shell.answer("What is it called", "remove old notes", ENTER);
    await shell.answer("When does it run?", DOWN, ENTER);
    await shell.answer("When, in UTC", "03:00", ENTER);
    await shell.waitFor("is on the full hour");
    await shell.type(...Array.from({ length: 5 }, () => BACKSPACE));
    await shell.type("03:12", ENTER);
    await shell.answer("Which internal mutation", "notes.removeOld", ENTER);
    await shell.answer("What does the new mutation do?", ENTER);
    const place = readTables(templateTree()).indexOf("notes");
    await shell.answer("Of which table?", ...Array<string>(place).fill(DOWN), ENTER);
    await shell.answer("How old are rows", "30d", ENTER);
    await shell.waitFor(
      "pnpm plop cron 'remove old notes' --runs notes.removeOld --daily 03:12 --removes notes:30d",
    );
    await shell.answer("Write it?", "y", ENTER);
    expect(await shell.ended).toBe(0);
    expect(repository.read("packages/backend/convex/crons.ts")).toContain('"remove old notes"');
  });

  test("a job is asked for its row, its service and who starts it", async () => {
    const shell = open(["job", "translations", "--no-checks"]);
    const place = readTables(templateTree()).indexOf("notes");
    await shell.answer("a row of which table?", ...Array<string>(place).fill(DOWN), ENTER);
    await shell.answer("Which environment variable", ENTER);
    await shell.answer("Who starts it?", DOWN, ENTER);
    const who = choicesOf({ access: readAccess(templateTree()) }).indexOf("notes.update");
    await shell.answer("Who may call it?", ...Array<string>(who).fill(DOWN), ENTER);
    await shell.answer("How often may one caller", "10/minute", ENTER);
    await shell.waitFor(
      "pnpm plop job translations --of notes --calls TRANSLATIONS_URL --access notes.update --rate-limit 10/minute",
    );
    await shell.answer("Write it?", "y", ENTER);
    expect(await shell.ended).toBe(0);
    expect(repository.read("packages/backend/convex/translations.ts")).toContain("startJob");
  });

  test("a route is asked for its path, its caller and what it does", async () => {
    const shell = open(["http", "--no-checks"]);
    await shell.answer("Which method?", DOWN, ENTER);
    await shell.answer("Which path", "/webhooks/clerk", ENTER);
    await shell.answer("Who calls it?", ENTER);
    await shell.answer("Which environment variable", "CLERK_WEBHOOK_SECRET", ENTER);
    await shell.answer("Which types of events", "user.created", ENTER);
    await shell.waitFor(
      "pnpm plop http POST /webhooks/clerk --signature hmac:CLERK_WEBHOOK_SECRET --events user.created",
    );
    await shell.answer("Write it?", "y", ENTER);
    expect(await shell.ended).toBe(0);
    expect(repository.read("packages/backend/convex/http.ts")).toContain("clerkEvent");
  });

  test("an entity is asked for from its name to its page", async () => {
    const shell = open(["entity", "--no-checks"]);
    await shell.answer("What is one row called", "ticket", ENTER);
    await shell.answer("Its table? (tickets)", ENTER);
    await shell.waitFor("table tickets · module convex/tickets.ts · type Ticket");
    await shell.answer("Field", "title:strng", ENTER);
    await shell.waitFor('Did you mean "string"?');
    await shell.type(...Array.from({ length: 11 }, () => BACKSPACE));
    await shell.type("title:string(1..120)", ENTER);
    await shell.answer("Field", "status:enum(open,done)=open", ENTER);
    await shell.answer("Field", "ownerId:ref(users)", ENTER);
    await shell.answer("Field", ENTER);
    await shell.answer("Who owns a row?", ENTER);
    await shell.answer('Which rows may the role "member" use?', DOWN, ENTER);
    await shell.answer('What may "member" do with them?', ENTER);
    await shell.answer('Which rows may the role "admin" use?', ENTER);
    await shell.answer('What may "admin" do with them?', " ", ENTER);
    await shell.waitFor("also choose read");
    await shell.type(" ", DOWN, " ", ENTER);
    await shell.answer('Which rows may "admin" create?', DOWN, ENTER);
    await shell.answer('What may "admin" do with them?', ENTER);
    await shell.answer("List rows by which fields?", ENTER);
    await shell.answer("Search rows by the words", DOWN, ENTER);
    await shell.answer('Which moves has "status"', "open>shut", ENTER);
    await shell.waitFor('there is no option "shut"');
    await shell.type(...Array.from("open>shut", () => BACKSPACE), "open>done", ENTER);
    await shell.answer("Which fields does everybody see", " ", ENTER);
    await shell.answer("Of which rows?", DOWN, DOWN, ENTER);
    await shell.answer("Keep removed rows in a trash", ENTER);
    await shell.answer("A page in the web app?", "n", ENTER);
    await shell.waitFor(
      "pnpm plop entity ticket 'title:string(1..120)+search' 'status:enum(open,done)+index=open' " +
        "'ownerId:ref(users)+owner' --access member:own --access admin:all:read+update+remove --access admin:own:create " +
        "--states 'status: open>done' --public title --public-when status=done",
    );
    await shell.answer("Write it?", "n", ENTER);
    expect(await shell.ended).toBe(130);
  });

  test("what happens to a row when a person leaves is asked for a row without an owner", async () => {
    const asking = open(["entity"]);
    await asking.answer("What is one row called", "badge", ENTER);
    await asking.answer("Its table?", ENTER);
    await asking.answer("Field", "title:string heldBy:ref(users)", ENTER);
    await asking.answer("Field", ENTER);
    await asking.answer("Who owns a row?", DOWN, ENTER);
    await asking.answer('when the person in "heldBy" removes their account?', DOWN, ENTER);
    await asking.answer('Which rows may the role "member" use?', ENTER);
    await asking.answer('Which rows may the role "admin" use?', ENTER);
    await asking.answer('What may "admin" do with them?', ENTER);
    await asking.answer("List rows by which fields?", ENTER);
    await asking.answer("Search rows by the words", ENTER);
    await asking.answer("Which fields does everybody see", ENTER);
    await asking.answer("Keep removed rows in a trash", ENTER);
    await asking.answer("A page in the web app?", "n", ENTER);
    await asking.waitFor("'heldBy:ref(users)?+clear' --access admin:all");
    await asking.answer("Write it?", "n", ENTER);
    expect(await asking.ended).toBe(130);
  });

  test("rows that nobody could read are granted to nobody, and asked again", async () => {
    const asking = open(["entity"]);
    await asking.answer("What is one row called", "order", ENTER);
    await asking.answer("Its table?", ENTER);
    await asking.answer("Field", "title:string", ENTER);
    await asking.answer("Field", ENTER);
    await asking.answer('Which rows may the role "member" use?', ENTER);
    await asking.answer('Which rows may the role "admin" use?', "k", ENTER);
    await asking.waitFor("Nobody may read these rows");
    await asking.waitFor('Which rows may the role "member" use?');
    await asking.type(CTRL_C);
    expect(await asking.ended).toBe(130);
  });

  test("what cannot hold is refused as it is typed, not when all is answered", async () => {
    const shell = open(["entity"]);
    const again = async (shown: string, typed: string, ...keys: string[]) => {
      await shell.waitFor(shown);
      await shell.type(...Array.from(typed, () => BACKSPACE), ...keys);
    };
    await shell.answer("What is one row called", "note", ENTER);
    await again('there is a table "notes" already', "note", "delete", ENTER);
    await again("is a word of JavaScript", "delete", "order", ENTER);
    await shell.answer("Its table? (orders)", "notes", ENTER);
    await again('there is a table "notes" already', "notes", ENTER);
    await shell.answer("Field", "who:ref(nots)", ENTER);
    await again('Did you mean "notes"?', "who:ref(nots)", "who:ref(orders)", ENTER);
    await again("no first row could be created", "who:ref(orders)", "what:json", ENTER);
    await again("may hold anything", "what:json", "title:string?", ENTER);
    await shell.answer("Field", "title:int", ENTER);
    await again('"title"', "title:int", "teamId:ref(teams)", ENTER);
    await shell.answer("Field", "spot:vector(4)", ENTER);
    await shell.answer("Field", ENTER);
    await shell.answer("when the team in", ENTER);
    await shell.answer('Which rows may the role "member" use?', DOWN, ENTER);
    await shell.answer('What may "member" do with them?', ENTER);
    await shell.answer('Which rows may the role "admin" use?', ENTER);
    await shell.answer('What may "admin" do with them?', ENTER);
    await shell.answer("List rows by which fields?", ENTER);
    await shell.answer("Search rows by the words", ENTER);
    await shell.answer("Which fields does everybody see", ENTER);
    // No form can ask for the vector.
    await shell.waitFor("No page: ");
    await shell.waitFor(
      "pnpm plop entity order 'title:string?' 'teamId:ref(teams)+cascade' 'spot:vector(4)'",
    );
    await shell.answer("Write it?", "n", ENTER);
    expect(shell.output).not.toContain("A page in the web app?");
    expect(await shell.ended).toBe(130);
  });

  test.each([
    [["entity", "note"], "ENTITY_EXISTS", 3],
    [["function", "notes.x", "--access", "notes.raed"], "ACCESS_UNKNOWN", 2],
  ])("%j is refused before anything is asked", async (argv, code, exit) => {
    const shell = open(argv);
    expect(await shell.ended).toBe(exit);
    expect(shell.output).toContain(code);
    expect(shell.output).not.toMatch(/^\? /m);
  });

  test("the answers are printed as one command when they are refused", async () => {
    const shell = open(["function", "notes.x", "--kind", "query", "--args", "a:int"]);
    await shell.answer(
      "What does it return",
      ...Array.from("null", () => BACKSPACE),
      "strng",
      ENTER,
    );
    await shell.answer("Who may call it?", ENTER);
    await shell.answer("What does it do", ENTER);
    await shell.waitFor("Your answers as one command:");
    await shell.waitFor("pnpm plop function notes.x --kind query --args a:int --returns strng");
    await shell.waitFor("TYPE_UNKNOWN");
    expect(await shell.ended).toBe(2);
  });

  test("what was said on the command line is not asked again", async () => {
    const shell = open(["function", "notes.sweep", "--kind", "internalMutation", "--no-checks"]);
    expect(await shell.ended).toBe(0);
    expect(shell.output).not.toContain("?");
  });

  test("a bad answer is shown with its place, and asked again", async () => {
    const shell = open(["function", "notes.x", "--kind", "query", "--returns", "null"]);
    await shell.answer("Argument", "x:strng", ENTER);
    await shell.waitFor('unknown type "strng". Did you mean "string"?');
    await shell.waitFor("x:strng\n     ^");
    await shell.type(CTRL_C);
    expect(await shell.ended).toBe(130);
  });

  test("no leaves the tree as it was", async () => {
    const before = repository.snapshot();
    const shell = open(["function", "notes.x", "--kind", "query", "--args", "n:int"]);
    await shell.answer("What does it return", ENTER);
    await shell.answer("Who may call it?", ENTER);
    await shell.answer("What does it do", ENTER);
    await shell.answer("Write it?", "n", ENTER);
    expect(await shell.ended).toBe(130);
    expect(shell.output).toContain("Cancelled. Nothing was written.");
    expect(repository.snapshot()).toEqual(before);
  });

  test("Ctrl-C at a question leaves the tree as it was", async () => {
    const before = repository.snapshot();
    const shell = open([]);
    await shell.answer("What do you want to add?", CTRL_C);
    expect(await shell.ended).toBe(130);
    expect(repository.snapshot()).toEqual(before);
  });

  // What else keeps it from asking is held by the engine's tests.
  test("nothing is asked in CI", async () => {
    const shell = open(["function", "notes.x"], { CI: "true" });
    expect(await shell.ended).toBe(2);
    expect(shell.output).toContain("ACCESS_MISSING");
    expect(shell.output).not.toContain("Who may call it?");
  });
});
