import { describe, expect, test } from "vitest";
import type { Field } from "./field.ts";
import { formatField } from "./format.ts";
import { parseField, parseFields } from "./parse.ts";

function fieldOf(text: string): Field {
  const { field, problems } = parseField(text);
  expect(problems).toEqual([]);
  return field!;
}

const codesOf = (text: string) => parseField(text).problems.map(({ code }) => code);

describe("both spellings mean the same", () => {
  test.each([
    ["title:string(1..120)", "title:string:1..120"],
    ["body:text(..10000)?", "body:text:..10000:optional"],
    ["status:enum(todo,doing,done)=todo", "status:enum:todo,doing,done=todo"],
    ["count:int(0..5)=0", "count:int:0..5=0"],
    ["assignee:ref(users)?+clear", "assignee:ref:users:optional:clear"],
    ["tags:string(1..30)[0..10]", "tags:string:1..30:list:0..10"],
    ["tags:string[]", "tags:string:list"],
    ["slug:string+unique+search", "slug:string:unique:search"],
    ["embedding:vector(1536)?+server", "embedding:vector:1536:optional:server"],
    ["price:number(-1.5..2.5)", "price:number:-1.5..2.5"],
    ["price:money(EUR,0..9.99)=1.5", "price:money:EUR:0..9.99=1.5"],
    ["price:money(EUR,0..9.99)", "price:money:EUR,0..9.99"],
    ["took:duration(60..)", "took:duration:60.."],
    ["views:bigint(0..)=0", "views:bigint:0..=0"],
    ["list:enum(list,index)+index", "list:enum:list,index:index"],
    ['s:enum(open,in-progress="In progress")=open', "s:enum:open,in-progress/In_progress=open"],
    ['s:enum(a="One",b)', "s:enum(a=One, b)"],
  ])("%s is %s", (canonical, bare) => {
    expect(fieldOf(bare)).toEqual(fieldOf(canonical));
  });

  test("and so do they mixed", () => {
    expect(fieldOf("tags:string(1..30):list+private")).toEqual(
      fieldOf("tags:string:1..30[]:private"),
    );
  });
});

describe("a field", () => {
  test("without more has closed bounds and nothing else", () => {
    expect(fieldOf("title:string")).toEqual({
      name: "title",
      type: "string",
      range: { min: 0, max: 500 },
      values: [],
      labels: {},
      currency: null,
      table: null,
      dimensions: null,
      list: null,
      isOptional: false,
      isNullable: false,
      default: null,
      isIndexed: false,
      isUnique: false,
      isOnce: false,
      isSearchable: false,
      isName: false,
      isImmutable: false,
      isServer: false,
      isPrivate: false,
      isOwner: false,
      isComputed: false,
      onRemove: "restrict",
    });
    expect(fieldOf("body:text").range).toEqual({ min: 0, max: 20_000 });
    expect(fieldOf("n:int").range).toEqual({});
    expect(fieldOf("tags:string[]").list).toEqual({ min: 0, max: 50 });
  });

  test("bounds one side, and the type the other", () => {
    expect(fieldOf("title:string(3..)").range).toEqual({ min: 3, max: 500 });
    expect(fieldOf("n:int(1..)").range).toEqual({ min: 1 });
    expect(fieldOf("n:number(..0.5)").range).toEqual({ max: 0.5 });
    expect(fieldOf("tags:string[1..]").list).toEqual({ min: 1, max: 50 });
  });

  test.each([
    ["title:string=Hello", "Hello"],
    ["title:string=Hello world", "Hello world"],
    ['title:string=""', ""],
    ['title:string="a \\"b\\"\\n"', 'a "b"'],
    ["title:string=a=b:c?[]", "a=b:c?[]"],
    ["title:text=`${x}` </script>", "`${x}` </script>"],
    ["n:int(0..9)=-0", 0],
    ["n:number=-1.5", -1.5],
    ["done:bool=false", false],
    ["status:enum(class,delete)=class", "class"],
    ["mail:email=ann@example.com", "ann@example.com"],
    ["page:url=https://example.com", "https://example.com"],
    ["due:date=2030-01-31", Date.UTC(2030, 0, 31)],
    ["tags:string[]=[]", []],
    ["price:money(EUR)=9.99", 999],
    ["price:money(JPY,100..)=100", 100],
    ["took:duration=5400", 5400],
    ["from:day=2030-01-31", "2030-01-31"],
    ["at:time=09:30", "09:30"],
    ["views:bigint=0", 0],
    ["due:date+nullable=null", null],
    ['word:string+nullable="null"', "null"],
  ])("takes the default of %s", (text, value) => {
    expect(fieldOf(text).default).toEqual({ kind: "literal", value });
  });

  test("has words for an option beside the value that is stored", () => {
    const { values, labels } = fieldOf('s:enum(todo="To do (later), or not",done)');
    expect(values).toEqual(["todo", "done"]);
    expect(labels).toEqual({ todo: "To do (later), or not" });
  });

  test("of money has its bounds in minor units", () => {
    expect(fieldOf("price:money(EUR,0..9.99)").range).toEqual({ min: 0, max: 999 });
    expect(fieldOf("price:money(KWD,..0.125)").range).toEqual({ max: 125 });
    expect(fieldOf("took:duration").range.min).toBe(0);
  });

  test("takes the moment and the caller as defaults", () => {
    expect(fieldOf("since:date=now").default).toEqual({ kind: "now" });
    expect(fieldOf("reporter:ref(users)=me").default).toEqual({ kind: "me" });
  });

  test("of a table may be absent in old rows and have a default, which no argument may", () => {
    const { isOptional, default: value } = fieldOf("n:int?=1");
    expect([isOptional, value]).toEqual([true, { kind: "literal", value: 1 }]);
    expect(formatField(fieldOf("n:int?=1"))).toBe("n:int?=1");
    const { problems } = parseField("who:ref(users)?=me", { isStored: false });
    expect(problems).toMatchObject([{ code: "DEFAULT_OPTIONAL", at: 4 }]);
    expect(problems[0]!.message).toContain('drop "?" or "=me"');
  });

  test("may be called what a variable may not", () => {
    for (const name of ["class", "delete", "default", "return", "query", "v"]) {
      expect(fieldOf(`${name}:string`).name).toBe(name);
    }
  });

  test("that the server numbers needs no default", () => {
    expect(fieldOf("number:int+unique+server").isServer).toBe(true);
  });
});

describe("one argument may hold several fields", () => {
  test.each([
    ["title:string(1..120) done:bool=false", ["title:string(1..120)", "done:bool=false"]],
    ["  a:int\n\tb:int  ", ["a:int", "b:int"]],
    ["s:enum(open, done) n:int(1 .. 5)", ["s:enum(open, done)", "n:int(1 .. 5)"]],
    ["t:string=Hello big world n:int", ["t:string=Hello big world", "n:int"]],
    ['t:string="a b:c d" n:int', ['t:string="a b:c d"', "n:int"]],
  ])("%j", (argument, texts) => {
    const { fields, problems } = parseFields([argument]);
    expect(problems).toEqual([]);
    expect(fields.map(({ text }) => text)).toEqual(texts);
  });

  test("and space in brackets means nothing", () => {
    const [first, second] = parseFields(["s:enum(open, done) n:int( 1 .. 5 )"]).fields;
    expect(first!.field.values).toEqual(["open", "done"]);
    expect(second!.field.range).toEqual({ min: 1, max: 5 });
  });
});

describe("what is wrong is said with its place", () => {
  test.each([
    ["price:money(EURO)", "CURRENCY", 12, '"EURO" is no currency'],
    ["price:money(EUR,0..1.001)", "RANGE", 12, "EUR has 2 decimals, got 1.001."],
    ["price:money(EUR)=0.001", "DEFAULT", 17, "EUR has 2 decimals."],
    ["price:money(EUR,1..)=0.5", "DEFAULT", 21, "outside 1..."],
    ["took:duration(-1..)", "RANGE", 14, "a duration is not negative"],
    ["from:day=today", "DEFAULT", 9, "depends on where one is"],
    ["at:time=24:00", "DEFAULT", 8, "no time such as 09:30"],
    ["title:strng", "TYPE_UNKNOWN", 6, 'unknown type "strng". Did you mean "string"?'],
    [
      "title",
      "FIELD_NO_TYPE",
      5,
      'field "title" has no type. Write name:type, for example title:string.',
    ],
    ["title:", "FIELD_NO_TYPE", 6, 'field "title" has no type.'],
    ["title:string(5..1)", "RANGE", 13, "range 5..1 is empty: min is greater than max."],
    ["title:string:5..1", "RANGE", 13, "range 5..1 is empty"],
    ["first_name:string", "FIELD_CASE", 0, 'must be camelCase: "firstName".'],
    ["Title:string", "FIELD_CASE", 0, '"title"'],
    ["due-at:date", "FIELD_CASE", 0, '"dueAt"'],
    ["_id:string", "NAME_SYSTEM", 0, 'starts with "_", which Convex reserves for system fields'],
    ["_creationTime:number", "NAME_SYSTEM", 0, "reserves"],
    ["__proto__:string", "NAME_SYSTEM", 0, "reserves"],
    ["naïve:string", "NAME_CHAR", 2, 'contains "ï" (U+00EF). Use ASCII letters and digits.'],
    ["日本:string", "NAME_CHAR", 0, "(U+65E5)"],
    ["a b:string", "NAME_CHAR", 1, "(U+0020)"],
    ["a\u200fb:string", "NAME_CHAR", 1, "\\u{200f}"],
    ["1st:string", "NAME_CHAR", 0, "starts with a letter"],
    ["$a:string", "NAME_CHAR", 0, "(U+0024)"],
    ["x/../y:string", "NAME_PATH", 1, "Names are identifiers, not paths."],
    [":string", "NAME_EMPTY", 0, "has no name"],
    [`${"t".repeat(65)}:string`, "NAME_LONG", 64, "65 characters; Convex allows at most 64."],
    ["constructor:string", "NAME_TAKEN", 0, "every object has a member"],
    ["id:string", "NAME_TAKEN", 0, "the row's id"],
    ["paginationOpts:string", "NAME_TAKEN", 0, "an argument of every list"],
    ["s:enum(In progress,done)", "ENUM_VALUE", 7, 'in-progress="In progress"'],
    ['s:enum(a="")', "ENUM_VALUE", 7, "1 to 80 characters"],
    [
      "status:enum(todo,done)=tood",
      "DEFAULT",
      23,
      'default "tood" is not one of todo, done. Did you mean "todo"?',
    ],
    ["slug:string+unique+index", "MOD_CONFLICT", 19, '"unique" already creates the index'],
    [
      "p:ref(teams)+clear",
      "MOD_CONFLICT",
      13,
      '"clear" on delete needs an optional ref: p:ref(teams)?+clear.',
    ],
    ["id:string+index", "INDEX_RESERVED", 10, '"by_id"'],
    ["creationTime:date+index", "INDEX_RESERVED", 18, '"by_creation_time"'],
    ["title:string+serch", "MOD_UNKNOWN", 13, 'Did you mean "search"?'],
    ["title:string+", "MOD_UNKNOWN", 13, 'nothing follows "+"'],
    ["title:string!", "TYPE_UNKNOWN", 6, 'unknown type "string!"'],
    ["title:string(1..5", "BRACKET_OPEN", 12, "never closed"],
    ["tags:string[1..5", "BRACKET_OPEN", 11, "never closed"],
    ["title:string(1..5)x", "FIELD_SYNTAX", 18, '"x" is not understood here'],
    ["title:string??", "MOD_TWICE", 13, '"optional" (?) is given twice.'],
    ["tags:string[][]", "MOD_TWICE", 13, "no lists of lists"],
    ["title:string(5)", "RANGE", 13, "is no range"],
    ["title:string(a..b)", "RANGE", 13, '"a" is no number'],
    ["title:string(-1..5)", "RANGE", 13, "not negative"],
    ["title:string(1.5..5)", "RANGE", 13, "no whole number"],
    ["title:string(600..)", "RANGE", 13, "write 600..max"],
    ["title:text(0..9999999)", "RANGE", 11, "Convex takes at most"],
    ["n:int(0.5..2)", "RANGE", 6, "no whole number"],
    ["tags:string[0..0]", "RANGE", 12, "holds nothing"],
    ["done:bool(1..2)", "TYPE_ARGS", 9, "bool takes nothing in brackets"],
    ["done:bool:1..2", "TYPE_ARGS", 10, "bool takes no range"],
    ["s:enum", "TYPE_ARGS", 2, "for example s:enum(open,done)"],
    ["s:enum()", "TYPE_ARGS", 2, "needs a value"],
    ["s:enum(a,,b)", "ENUM_VALUE", 7, "none"],
    ["s:enum(a,a)", "ENUM_VALUE", 7, "given twice"],
    ["s:enum(a b)", "ENUM_VALUE", 7, '"a b"'],
    ["r:ref", "TYPE_ARGS", 2, "for example r:ref(users)"],
    ["r:ref(a,b)", "TYPE_ARGS", 6, "leads to one table"],
    ["e:vector(1)", "VECTOR_SIZE", 9, "2 to 4096"],
    ["e:vector(x)", "VECTOR_SIZE", 9, "2 to 4096"],
    ["r:ref(users)[]+cascade", "MOD_CONFLICT", 15, "not removed because one of many is"],
    ["r:ref(users)[1..5]", "MOD_CONFLICT", 12, "may become empty"],
    ["r:ref(users)[0..101]", "RANGE", 12, "at most 100 references"],
    ["r:ref(notes)[]+once", "MOD_TYPE", 15, 'a list cannot be "once"'],
    ["r:ref(users)[]+owner", "MOD_TYPE", 15, 'a list cannot be "owner"'],
    ["e:vector(3)[]", "MOD_TYPE", 11, "many values already"],
    ["n:int+search", "MOD_TYPE", 6, "for string, text"],
    ["tags:string[]+index", "MOD_TYPE", 14, 'a list cannot be "index"'],
    ["tags:string[]+unique", "MOD_TYPE", 14, 'a list cannot be "unique"'],
    ["data:json+index", "MOD_TYPE", 10, "cannot look rows up"],
    ["n:int+cascade", "MOD_TYPE", 6, "removing the other row"],
    ["t:string+owner", "MOD_TYPE", 9, "the user who created the row"],
    ["t:ref(teams)+owner", "MOD_CONFLICT", 13, "ref(users), not ref(teams)"],
    ["o:ref(users)?+owner", "MOD_CONFLICT", 14, 'drop "?"'],
    ["r:ref(teams)+cascade+restrict", "MOD_CONFLICT", 13, "only one of"],
    ["n:int+server", "SERVER_VALUE", 6, "make it optional"],
    ["a:string=", "DEFAULT", 9, 'For an empty text write =""'],
    ["n:int=", "DEFAULT", 6, 'nothing follows "="'],
    ["n:int(0..5)=9", "DEFAULT", 12, "outside 0..5"],
    ["n:int=1.5", "DEFAULT", 6, "no whole number"],
    ["n:int=x", "DEFAULT", 6, "no number"],
    ["done:bool=yes", "DEFAULT", 10, "neither true nor false"],
    ["t:string(..3)=long", "DEFAULT", 14, "longer than 3"],
    ["t:string(3..)=ab", "DEFAULT", 14, "shorter than 3"],
    ["due:date=tomorrow", "DEFAULT", 9, 'neither "now" nor a date'],
    ["due:date=2300-01-01", "DEFAULT", 9, "1970 to 2199"],
    ["r:ref(teams)=me", "DEFAULT", 13, '"me" is a user'],
    ["r:ref(users)=you", "DEFAULT", 13, 'no default but "me"'],
    ["f:file=x", "DEFAULT", 7, "a file has no default"],
    ["tags:string[1..5]=[]", "DEFAULT", 18, "fewer than 1"],
    ["due:date=null", "DEFAULT", 9, 'neither "now" nor a date'],
    ["data:json?+nullable", "MOD_TYPE", 11, "null is one of its values already"],
    ["logo:file+nullable", "MOD_TYPE", 10, 'write "?"'],
    ["word:string+search+nullable", "MOD_CONFLICT", 19, 'drop "nullable"'],
    ["total:computed", "COMPUTED", 6, "say what the formula makes"],
    ["total:computed(ref(notes))", "COMPUTED", 6, "one plain value without bounds"],
    ["total:computed(int(0..9))", "COMPUTED", 6, "one plain value without bounds"],
    ["total:computed(int)+index", "COMPUTED", 6, 'nothing but "?" follows it'],
    ["total:computed(strng)", "COMPUTED", 6, 'Did you mean "string"?'],
    ["slug:string+unique=x", "MOD_CONFLICT", 12, "a second row"],
    ["isDone:bool+unique", "MOD_TYPE", 12, "no more rows than it has values"],
    ["kind:enum(a,b)+unique", "MOD_TYPE", 15, "no more rows than it has values"],
    ["code:string(1..2)+unique", "MOD_CONFLICT", 18, "room for few rows"],
    ["seat:int(1..9)+unique", "MOD_CONFLICT", 15, "room for few rows"],
  ])("%s: %s at %d", (text, code, at, message) => {
    const { field, problems } = parseField(text);
    expect(field).toBeNull();
    const found = problems.find((problem) => problem.code === code);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(found).toMatchObject({ arg: text, at });
    expect(found!.message).toContain(message);
  });

  test("with all that is wrong at once", () => {
    expect(codesOf("first_name:string(5..1)+serch")).toEqual([
      "FIELD_CASE",
      "RANGE",
      "MOD_UNKNOWN",
    ]);
    const { fields, problems } = parseFields(["a:strng b:int", "c"]);
    expect(fields.map(({ field }) => field.name)).toEqual(["b"]);
    expect(problems.map(({ code }) => code)).toEqual(["TYPE_UNKNOWN", "FIELD_NO_TYPE"]);
  });

  test("with what to write instead", () => {
    const fixOf = (text: string) => parseField(text).problems[0]?.fix;
    expect(fixOf("title:strng(1..5)?")).toBe("title:string(1..5)?");
    expect(fixOf("first_name:string=x")).toBe("firstName:string=x");
    expect(fixOf("title:string+serch=x")).toBe("title:string+search=x");
    expect(fixOf("title:string(120)")).toBe("title:string(..120)");
    expect(fixOf("s:enum(todo,done)=tood")).toBe("s:enum(todo,done)=todo");
    expect(fixOf("t:string=")).toBe('t:string=""');
  });
});
