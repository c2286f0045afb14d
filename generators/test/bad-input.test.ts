// Every bad input that can be typed: the code, the exit, and a tree that is as it was.
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandLine } from "@groundwork/plop-engine/cli/input/quote";
import { planEntity } from "../entity/plan.ts";
import { layout } from "../repository/layout.ts";
import { verifyPlan } from "@groundwork/plop-engine/run/verify";
import { after } from "./plans.ts";
import { Answers, type Expected, told } from "./answers.ts";
import { type Printed, plop } from "./command.ts";
import { copyRepository, templateTree } from "./repository.ts";

type Copy = ReturnType<typeof copyRepository>;

/** The command that is proposed says nothing that was not typed. */
function expectHonest({ json: { retry = "", errors = [] } }: Printed, argv: readonly string[]) {
  if (errors.some(({ code }) => code === "ARGUMENT_MISSING")) return;
  const folded = (text: string) => text.replaceAll("_", "").toLowerCase();
  const fields = [...retry.matchAll(/(?<=^|[\s'])\w+(?=:)/g)].map(([name]) => name);
  expect(retry).not.toMatch(/pnpm:|</);
  expect(fields.filter((name) => !folded(argv.join(" ")).includes(folded(name)))).toEqual([]);
}

const answers = new Answers();

/** The commands that were proposed instead of those that are refused. */
const proposed = new Set<string>();

/** The words of a command line, as a shell takes them. */
function wordsOf(line: string): string[] {
  const words = execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
  return words.split("\0").slice(0, -1);
}

describe("what is typed", () => {
  let repository: Copy;
  let before: Record<string, string>;

  beforeAll(() => {
    repository = copyRepository();
    before = repository.snapshot();
  });
  afterAll(() => repository.remove());

  /** Runs to the very end where the input is fine; nothing may be written where it is not. */
  const entity = async (...argv: string[]) => {
    const printed = await plop(repository.root, ["entity", "--dry-run", "--json", ...argv]);
    expect(repository.snapshot()).toEqual(before);
    expectHonest(printed, argv);
    answers.add(commandLine(["entity", ...argv]), printed);
    if (printed.json.retry !== undefined) proposed.add(printed.json.retry);
    return printed;
  };
  const ofName = async (name: string, ...more: string[]) =>
    told(await entity(name, "title:string", ...more));
  const ofField = async (...fields: string[]) => told(await entity("ticket", ...fields));

  describe("as a name", () => {
    test.each<[string, string, Expected]>([
      ["nothing", "", "2 NAME_EMPTY"],
      ["spaces", "   ", "2 NAME_EMPTY"],
      ["a way out", "../evil", "2 NAME_PATH"],
      ["an absolute path", "/etc/passwd", "2 NAME_PATH"],
      ["a path", "a/b", "2 NAME_PATH"],
      ["a path of Windows", "a\\b", "2 NAME_PATH"],
      ["a drive", "C:\\x", "2 NAME_PATH"],
      ["an encoded path", "%2e%2e%2f", "2 NAME_PATH"],
      ["a null byte", "tick\0et", "2 NAME_CHAR"],
      ["a space before", " ticket", "2 NAME_SPACE"],
      ["a space after", "ticket ", "2 NAME_SPACE"],
      ["an emoji", "🎫", "2 NAME_CHAR"],
      ["an accent, composed", "caf\u00e9", "2 NAME_CHAR"],
      ["an accent, combining", "cafe\u0301", "2 NAME_CHAR"],
      ["a mark of direction", "tick\u200fet", "2 NAME_CHAR"],
      ["a Cyrillic letter", "t\u0430sk", "2 NAME_CHAR"],
      ["65 characters", "t".repeat(65), "2 NAME_LONG"],
      ["a plural of 65", "t".repeat(64), "2 NAME_LONG"],
      ["a system name", "_ticket", "2 NAME_SYSTEM"],
      ["a digit first", "2fa", "2 NAME_CHAR"],
      ["delete", "delete", "2 NAME_RESERVED"],
      ["class", "class", "2 NAME_RESERVED"],
      ["constructor", "constructor", "2 NAME_RESERVED"],
      ["toString", "toString", "2 NAME_RESERVED"],
      ["Date", "Date", "2 NAME_RESERVED"],
      ["api", "api", "2 NAME_RESERVED"],
      ["internal", "internal", "2 NAME_RESERVED"],
      ["components", "components", "2 NAME_RESERVED"],
      ["schema", "schema", "2 NAME_RESERVED"],
      ["http", "http", "2 NAME_RESERVED"],
      ["crons", "crons", "2 NAME_RESERVED"],
      ["auth", "auth", "2 NAME_RESERVED"],
      ["convex", "convex", "2 NAME_RESERVED"],
      ["CON", "CON", "2 NAME_RESERVED"],
      ["nul", "nul", "2 NAME_RESERVED"],
      ["aux", "aux", "2 NAME_RESERVED"],
      ["a plural", "tickets", "2 NAME_PLURAL"],
      ["a word without plural", "news", "2 NAME_PLURAL"],
      ["a word whose plural is another's", "axis", "2 NAME_PLURAL"],
      ["the template's own, as one", "user", "3 ENTITY_OWNED"],
      ["the template's own, as many", "users", "3 ENTITY_OWNED"],
    ])("%s is refused", async (_, name, expected) => {
      expect(await ofName(name)).toBe(expected);
    });

    test.each(["Ticket", "TICKET", "ticket", "ticket-item", "ticket_item", "TicketItem"])(
      "%s is taken in any case, and told as it is used",
      async (name) => {
        const { exit, json } = await entity(name, "title:string");
        expect(exit).toBe(0);
        const one = (json.input as { name: string }).name;
        expect(["ticket", "ticketItem"]).toContain(one);
      },
    );

    test("a plural can be told where English cannot", async () => {
      expect(await ofName("axis", "--plural", "axes")).toBe("fine");
      expect(await ofName("news", "--plural", "newsItems")).toBe("fine");
      expect(await ofName("ticket", "--plural", "ticket")).toBe("2 NAME_PLURAL");
      expect(await ofName("ticket", "--plural", "../x")).toBe("2 NAME_PATH");
    });

    test.each(["notes", "Notes", "teams"])(
      "the plural %s of another table is taken",
      async (plural) => {
        const printed = await entity("ticket", "title:string", "--plural", plural);
        expect(told(printed)).toBe("2 NAME_TAKEN");
        expect(printed.json.errors![0]!.message).toContain("there is a table");
      },
    );
  });

  describe("as fields", () => {
    test.each<[string, Expected]>([
      ["title:strng", "2 TYPE_UNKNOWN"],
      ["title", "2 FIELD_NO_TYPE"],
      ["title:", "2 FIELD_NO_TYPE"],
      [":string", "2 NAME_EMPTY"],
      ["title:string(5..1)", "2 RANGE"],
      ["title:string(..)", "2 RANGE"],
      ["title:string(-1..5)", "2 RANGE"],
      ["title:string(1.5..2)", "2 RANGE"],
      ["title:string(1..120", "2 BRACKET_OPEN"],
      ["n:int(0..1e400)", "2 RANGE"],
      ["first_name:string", "2 FIELD_CASE"],
      ["Title:string", "2 FIELD_CASE"],
      ["_id:string", "2 NAME_SYSTEM"],
      ["_creationTime:number", "2 NAME_SYSTEM"],
      ["__proto__:string", "2 NAME_SYSTEM"],
      ["constructor:string", "2 NAME_TAKEN"],
      ["naïve:string", "2 NAME_CHAR"],
      ["日本:string", "2 NAME_CHAR"],
      ["$x:string", "2 NAME_CHAR"],
      ["x/../y:string", "2 NAME_PATH"],
      [`${"t".repeat(65)}:string`, "2 NAME_LONG"],
      ["who:ref(user)", "2 REF_UNKNOWN"],
      ["who:ref()", "2 TYPE_ARGS"],
      ["who:ref", "2 TYPE_ARGS"],
      ["status:enum(todo,done)=tood", "2 DEFAULT"],
      ["status:enum()", "2 TYPE_ARGS"],
      ["status:enum(a,a)", "2 ENUM_VALUE"],
      ["status:enum", "2 TYPE_ARGS"],
      ["slug:string+unique+index", "2 MOD_CONFLICT"],
      ["p:ref(notes)+clear", "2 MOD_CONFLICT"],
      ["p:ref(notes)+cascade+restrict", "2 MOD_CONFLICT"],
      ["who:ref(users)?=me", "2 DEFAULT_OPTIONAL"],
      ["who:ref(users)", "2 REF_HELD"],
      ["who:ref(users)=me", "2 REF_HELD"],
      ["who:ref:users:optional:restrict", "2 REF_HELD"],
      ["who:ref(users)?+clear", "fine"],
      ["who:ref(users)+unique=me", "2 REF_ONE_EACH"],
      ["who:ref(users)+owner+unique", "2 REF_ONE_EACH"],
      ["meta:object", "2 TYPE_UNKNOWN"],
      ["teamId:ref(teams)+cascade+unique", "2 REF_ONE_EACH"],
      ["n:int?=1", "2 DEFAULT_OPTIONAL"],
      ["a:string=", "2 DEFAULT"],
      ["n:int=1.5", "2 DEFAULT"],
      ["n:int(0..5)=9", "2 DEFAULT"],
      ["d:date=tomorrow", "2 DEFAULT"],
      ["b:bool=yes", "2 DEFAULT"],
      ["creationTime:date+index", "2 INDEX_RESERVED"],
      ["id:string+index", "2 NAME_TAKEN INDEX_RESERVED"],
      [`${"t".repeat(62)}:string+index`, "2 INDEX_LONG"],
      ["tags:string[][]", "2 MOD_TWICE"],
      ["tags:string[]+unique", "2 MOD_TYPE"],
      ["tags:string[]+index", "2 MOD_TYPE"],
      ["n:int+search", "2 MOD_TYPE"],
      ["n:int+owner", "2 MOD_TYPE"],
      ["x:string+cascade", "2 MOD_TYPE"],
      ["x:string+nope", "2 MOD_UNKNOWN"],
      ["x:string+private+private", "2 MOD_TWICE"],
      ["v:vector(1)", "2 VECTOR_SIZE"],
      ["v:vector(4097)", "2 VECTOR_SIZE"],
      ["x:json", "2 TYPE_ANY"],
      ["x:string+server", "2 SERVER_VALUE"],
      ["ownerId:string", "2 NAME_ID"],
      ["b:boolean", "2 TYPE_UNKNOWN"],
      ["n:Integer", "2 TYPE_UNKNOWN"],
      ["n:float(0..1)", "2 TYPE_UNKNOWN"],
      ["d:datetime?", "2 TYPE_UNKNOWN"],
      ["noteId:id", "2 TYPE_UNKNOWN"],
      ["o:object", "2 TYPE_UNKNOWN"],
      ["f:ref(_storage)?", "2 TYPE_ARGS"],
      ["f:ref:_storage:optional", "2 TYPE_ARGS"],
      ["x:string,y:int", "2 FIELD_SYNTAX"],
      ["x:string(1..9),y:enum(a,b)=a", "2 FIELD_SYNTAX"],
      ["status:enum(open,done)=open+index", "2 DEFAULT"],
      ["n:int=1:private", "2 DEFAULT"],
    ])("%s is refused", async (field, expected) => {
      expect(await ofField("title:string", field)).toBe(expected);
    });

    test("none, or nothing but optional ones, are refused", async () => {
      expect(told(await entity("ticket"))).toBe("2 ARGUMENT_MISSING");
      expect(await ofField("")).toBe("2 FIELDS_NONE");
      expect(await ofField("a:string?", "b:int?")).toBe("2 FIELDS_ONLY_OPTIONAL");
    });

    test("of one name, in any case, are refused", async () => {
      expect(await ofField("a:string", "a:int")).toBe("2 FIELD_DUP");
      expect(await ofField("userid:string userId:int")).toBe("2 FIELD_DUP");
      expect(await ofField("a:ref(users)+owner", "b:ref(users)+owner", "c:int")).toBe(
        "2 OWNER_TWICE",
      );
    });

    test("too many for Convex are refused", async () => {
      const fields = (count: number, type: string) =>
        Array.from({ length: count }, (_, n) => `field${n}:${type}`);
      expect(await ofField(...fields(1025, "int"))).toBe("2 FIELDS_TOO_MANY");
      expect(await ofField(...fields(65, "int+index"))).toBe("2 INDEXES_TOO_MANY");
    });

    test("that lead in a circle are refused where it would begin", async () => {
      // Of two tables that need each other's rows, neither can be made first.
      expect(told(await entity("order", "invoiceId:ref(invoices)"))).toBe("2 REF_UNKNOWN");
      expect(told(await entity("invoice", "orderId:ref(orders)"))).toBe("2 REF_UNKNOWN");
    });

    test("that no first row could have are refused", async () => {
      expect(await ofField("title:string", "parent:ref(tickets)")).toBe("2 REF_SELF");
      expect(await ofField("title:string", "parent:ref(tickets)?")).toBe("fine");
    });

    test.each([
      ["b:boolean", "b:bool"],
      ["price:decimal(10,2)", "price:int"],
      ["price:money?+private", "price:int?+private"],
      ["at:time", "at:int(0..1439)"],
      ["length:duration", "length:int(0..)"],
      ["n:float(0..1)", "n:number(0..1)"],
      ["noteId:id", undefined],
      ["f:ref(_storage)?", "f:file?"],
      ["f:ref:_storage:optional", "f:file:optional"],
      ["x:string,y:int", "x:string y:int"],
      ["x:string(1..9),y:enum(a,b)=a", "x:string(1..9) y:enum(a,b)=a"],
      ["status:enum(open,done)=open+index", "status:enum(open,done)+index=open"],
    ])("%s is put right as %s", async (field, fix) => {
      const { json } = await entity("ticket", "title:string", field);
      expect(json.errors![0]!.fix).toBe(fix);
      if (fix === undefined) return;
      expect(json.retry).toContain(fix);
      expect(await ofField("title:string", fix)).toBe("fine");
    });

    test.each([
      "e:enum(one)",
      `e:enum(${Array.from({ length: 500 }, (_, n) => `value${n}`).join(",")})`,
      "e:enum(delete,class,default)=class",
      'd:string="say \\"hi\\""',
      "d:string=`back${ticks}`",
      'd:text="line\\nbreak"',
      "d:string=</script>",
      "d:string=*/",
      "class:string",
      "delete:bool=false",
    ])("%s is fine", async (field) => {
      expect(await ofField("title:string", field)).toBe("fine");
    });

    test.each<[string, string]>([
      ['"say \\"hi\\""', 'say "hi"'],
      ["it's", "it's"],
      ["`back${ticks}`", "`back${ticks}`"],
      ["</script>", "</script>"],
      ["*/ x // y", "*/ x // y"],
      ["a | b", "a | b"],
      ['"<!-- a remark -->"', "<!-- a remark -->"],
      ["{/* jsx */}", "{/* jsx */}"],
      ['"line\\nbreak"', "line\nbreak"],
      ["back\\slash", "back\\slash"],
    ])("the default %s is the same text in code and in the docs", (written, value) => {
      const tree = templateTree();
      const input = { name: "ticket", fields: ["title:string", `d:text=${written}`], web: true };
      const plan = planEntity(input, tree);
      // Every file is code, and no edit loses a word.
      expect(verifyPlan(plan, [])).toEqual(plan.files);
      const textOf = (path: string) => plan.files.find((file) => file.path === path)!.after;
      const [, literal] = /shape\.d\.default\((.*)\),?$/m.exec(
        textOf(layout.validators("tickets")),
      )!;
      expect(new Function(`return ${literal}`)()).toBe(value);
      // The name, what there is to say, and no line more for any text.
      expect(textOf(layout.entityPage("tickets")).split("\n")).toHaveLength(7);
      expect(planEntity(input, after(plan, tree)).files).toEqual([]);
    });

    test("every mistake is told at once, each with its argument", async () => {
      const { json } = await entity(
        "delete",
        "a:strng",
        "b:int(5..1)",
        "c",
        "--access",
        "nobody:all",
      );
      expect(json.errors!.map(({ code, arg }) => [code, arg])).toEqual([
        ["NAME_RESERVED", "delete"],
        ["TYPE_UNKNOWN", "a:strng"],
        ["RANGE", "b:int(5..1)"],
        ["FIELD_NO_TYPE", "c"],
        ["ACCESS_ROLE", "nobody:all"],
      ]);
    });
  });

  describe("as a function", () => {
    test.each<[string, Expected]>([
      ["archive", "2 FUNCTION_NAME"],
      ["a.b.c", "2 FUNCTION_NAME"],
      ["../evil.x", "2 FUNCTION_NAME"],
      ["notes.then", "2 NAME_RESERVED"],
      ["notes.delete", "2 NAME_RESERVED"],
      ["notes.query", "2 NAME_RESERVED"],
      ["con.x", "2 NAME_RESERVED"],
      ["nul.x", "2 NAME_RESERVED"],
      ["aux.foo", "2 NAME_RESERVED"],
      ["schema.x", "2 NAME_RESERVED"],
      ["lib/functions.x", "2 NAME_RESERVED"],
      ["internal.x.y", "2 FUNCTION_NAME"],
      ["fullApi.x", "2 NAME_RESERVED"],
      ["model/notes.x", "2 NAME_RESERVED"],
      ["tables/notes.x", "2 NAME_RESERVED"],
      ["con/reports.x", "2 NAME_RESERVED"],
      ["admin/reports.total", "fine"],
      ["admin/billing/reports.total", "fine"],
      ["admin/reports:total", "2 FUNCTION_NAME"],
      ["convex/admin/reports.total", "2 FUNCTION_NAME"],
      ["admin//reports.total", "2 FUNCTION_NAME"],
      ["Admin/re_ports.total", "2 FIELD_CASE FIELD_CASE"],
      ["notes/list.total", "3 NAME_TAKEN"],
      ["_generated/reports.total", "2 NAME_SYSTEM"],
      ["note.foo", "2 MODULE_NEAR"],
      ["noteList.foo", "fine"],
      ["reports.total", "fine"],
      ["notes.archive", "fine"],
      ["notes.list", "3 EXPORT_TAKEN"],
    ])("%s", async (name, expected) => {
      const argv = ["function", name, "--kind", "query", "--access", "signedIn"];
      const printed = await plop(repository.root, [...argv, "--dry-run", "--json"]);
      expect(repository.snapshot()).toEqual(before);
      expectHonest(printed, argv);
      answers.add(commandLine(argv), printed);
      if (printed.json.retry !== undefined) proposed.add(printed.json.retry);
      expect(told(printed)).toBe(expected);
    });
  });

  describe("as flags", () => {
    test.each<[string[], Expected]>([
      [["--dryrun"], "2 FLAG_UNKNOWN"],
      [["--acess", "member:all"], "2 FLAG_UNKNOWN"],
      [["--access", "nobody:all"], "2 ACCESS_ROLE"],
      [["--access", "member"], "2 ACCESS_SCOPE"],
      [["--access", "member:mine"], "2 ACCESS_SCOPE"],
      [["--access", "member:team"], "2 ACCESS_TEAM"],
      [["--access", "member:led"], "2 ACCESS_TEAM"],
      [["teamId:ref(teams)", "--access", "member:team"], "fine"],
      [["teamId:ref(teams)", "toId:ref(teams)?", "--access", "member:team"], "2 TEAM_TWICE"],
      [["teamId:ref(teams)", "toId:ref(teams)", "--access", "admin:all"], "fine"],
      [["teamId:ref(teams)", "--access", "member:team", "--web"], "fine"],
      [
        ["teamId:ref(teams)", "--access", "member:team:read+remove", "--access", "admin:led"],
        "fine",
      ],
      [
        ["teamId:ref(teams)", "--access", "member:led:read", "--access", "member:team:remove"],
        "2 ACCESS_READ",
      ],
      [
        [
          ...["teamId:ref(teams)", "ownerId:ref(users)+owner"],
          ...["--access", "member:own", "--access", "admin:team"],
        ],
        "2 ACCESS_MIXED",
      ],
      [["--access", "member:own"], "2 ACCESS_OWN"],
      [["--access", "member:all:fly"], "2 ACCESS_OPERATION"],
      [["--access", "member:all:update"], "2 ACCESS_READ ACCESS_READ"],
      [
        ["--access", "member:all", "--access", "member:all"],
        "2 ACCESS_TWICE ACCESS_TWICE ACCESS_TWICE ACCESS_TWICE",
      ],
      [["--access", "member:all:read:x"], "2 ACCESS_SYNTAX"],
      [["--rate-limit", "often"], "2 RATE_LIMIT"],
      [["--rate-limit", "5/fortnight"], "2 RATE_LIMIT"],
      [["--web", "--icon", "../evil"], "2 ICON"],
      [["--web=yes"], "2 FLAG_VALUE"],
      [["--plural"], "2 FLAG_VALUE"],
      [["--plural", "a", "--plural", "b"], "2 FLAG_TWICE"],
      [["--", "--web"], "2 FLAG_AFTER_DASHES"],
      [["--checks", "tpyes"], "2 CHECK_UNKNOWN"],
      [["--checks", "types,lnit"], "2 CHECK_UNKNOWN"],
      [["--checks", "types", "--no-checks"], "2 CHECKS_BOTH"],
      [["--checks", "", "b:strng"], "2 FLAG_VALUE TYPE_UNKNOWN"],
      [["--icon", "Ticket"], "2 ICON_WEB"],
      [["--rate-limit", "<limit>"], "2 FLAG_VALUE"],
      [["--access", "--web"], "2 FLAG_VALUE"],
      [["--from", "x.json"], "2 FROM_BOTH"],
    ])("%j is refused", async (flags, expected) => {
      expect(await ofName("ticket", ...flags)).toBe(expected);
    });

    test.each([[[]], [[""]], [["admin:all:create"]]])(
      "access for %j leaves nobody who reads, and is refused",
      async (grants) => {
        const input = JSON.stringify({ name: "ticket", fields: ["a:int"], access: grants });
        const argv = ["entity", "--from", "-", "--dry-run", "--json"];
        const printed = await plop(repository.root, argv, input);
        answers.add(`entity --from - with ${input}`, printed);
        expect(told(printed)).toBe("2 ACCESS_READ");
      },
    );

    test("--dryrun is answered with --dry-run", async () => {
      const argv = ["entity", "ticket", "title:string", "--json", "--dryrun"];
      const { json } = await plop(repository.root, argv);
      expect(json.errors![0]).toMatchObject({ fix: "--dry-run" });
      expect(json.retry).toBe("pnpm plop entity ticket title:string --json --dry-run --yes");
    });

    test("a missing value hides no mistake", async () => {
      expect(told(await entity("delete"))).toBe("2 ARGUMENT_MISSING NAME_RESERVED");
      expect(told(await entity("ticket", "--access", "nobody:all"))).toBe(
        "2 ARGUMENT_MISSING ACCESS_ROLE",
      );
    });

    test("a missing value is answered with a complete command, and asked of nobody", async () => {
      const { exit, json } = await entity();
      expect(exit).toBe(2);
      expect(json.retry).toMatch(/^pnpm plop entity --dry-run --json ticket 'title:.*' --yes$/);
    });
  });

  test("every command that was proposed is accepted", async () => {
    expect(proposed.size).toBeGreaterThan(20);
    const refused: string[] = [];
    for (const line of proposed) {
      const [, , ...argv] = wordsOf(line);
      const dry = argv.includes("--dry-run") ? argv : [...argv, "--dry-run"];
      const { exit, json } = await plop(repository.root, dry);
      if (exit !== 0) refused.push(`${line}: ${json.errors?.map(({ code }) => code).join(" ")}`);
    }
    expect(refused).toEqual([]);
    // Each is a process of its own.
  }, 300_000);
});

test("each is answered in words that help", async () => {
  await expect(answers.text).toMatchFileSnapshot("fixtures/answers/bad-input.txt");
});
