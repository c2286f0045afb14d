import { expect, test } from "vitest";
import { formatField } from "./format.ts";
import { parseField } from "./parse.ts";

test.each([
  ["title:string", "title:string"],
  ["title:string:0..500", "title:string"],
  ["title:string:1..", "title:string(1..500)"],
  ["n:int:0..:optional", "n:int(0..)?"],
  ["s:enum(a, b)=b", "s:enum(a,b)=b"],
  ["a:ref:users:clear:optional", "a:ref(users)?+clear"],
  ["a:ref:users:restrict", "a:ref(users)"],
  ["e:vector:3:server:optional", "e:vector(3)?+server"],
  ["tags:string:list:0..50", "tags:string[]"],
  ["tags:string(1..30)[1..5]+private+immutable", "tags:string(1..30)[1..5]+immutable+private"],
  ["t:string=Hello world", 't:string="Hello world"'],
  ['t:string=""', 't:string=""'],
  ["t:string='", `t:string="'"`],
  ["d:date=now", "d:date=now"],
  ["d:date=2030-01-31", "d:date=2030-01-31"],
  ["d:date=2030-01-31T10:20Z", "d:date=2030-01-31T10:20:00Z"],
  ["tags:int[]=[]", "tags:int[]=[]"],
  ["p:money:EUR:0..9.99=1.50", "p:money(EUR,0..9.99)=1.5"],
  ["s:enum:a/One_two,b=a", 's:enum(a="One two",b)=a'],
  ['s:enum(a="x) \\"y\\", z",b)', 's:enum(a="x) \\"y\\", z",b)'],
  ["p:money(EUR)", "p:money(EUR)"],
  ["b:bigint(0..5)", "b:bigint(0..5)"],
  ["u:duration(0..3600)=60", "u:duration(0..3600)=60"],
  ["d:day=2030-01-31", "d:day=2030-01-31"],
  ["t:time=09:30", "t:time=09:30"],
  ["d:date:nullable:optional=null", "d:date?+nullable=null"],
  ['s:string+nullable="null"', 's:string+nullable="null"'],
  ["l:ref:labels:list:0..20:clear", "l:ref(labels)[0..20]"],
  ["l:ref(labels)[1..20]+restrict", "l:ref(labels)[1..20]+restrict"],
  ["total:computed:int:optional", "total:computed(int)?"],
  ["total:computed:money:EUR", "total:computed(money(EUR))"],
  ["o:ref(users)+owner+cascade", "o:ref(users)+owner+cascade"],
])("%s is written %s, and read again means the same", (text, canonical) => {
  const { field } = parseField(text);
  expect(formatField(field!)).toBe(canonical);
  expect(parseField(canonical).field).toEqual(field);
});
