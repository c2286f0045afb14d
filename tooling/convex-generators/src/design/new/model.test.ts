import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Draft } from "./input.ts";
import { draftByModel, modelIn } from "./model.ts";

interface Asked {
  authorization: string | undefined;
  body: { model: string; messages: { role: string; content: string }[] };
}
const asked: Asked[] = [];
let answers: string[] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { authorization } = request.headers;
    asked.push({ authorization, body: JSON.parse(body) as Asked["body"] });
    const content = answers.shift();
    response.statusCode = content === undefined ? 500 : 200;
    response.end(JSON.stringify({ choices: [{ message: { content } }] }));
  });
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => void server.close());

const shape = { type: "object", description: "A design", properties: {} } as never;
/** A draft without tables is wrong. */
const judge = ({ entities }: Draft) =>
  entities ? [] : [{ code: "NO_TABLE", message: "a design has a table." }];
const model = () => modelIn({ AI_BASE_URL: `${url}/`, AI_CHAT_MODEL: "m", AI_API_KEY: "k" })!;
const good = { version: 1, name: "Tools", entities: { tool: { fields: { name: "string" } } } };

test("a model is configured as that of the backend is", () => {
  expect(modelIn({})).toBe(null);
  expect(modelIn({ AI_BASE_URL: url })).toBe(null);
  expect(model()).toEqual({ url, name: "m", key: "k" });
});

test("a draft that is wrong goes back with what is wrong", async () => {
  answers = ['{"name":"Tools"}', `\`\`\`json\n${JSON.stringify(good)}\n\`\`\``];
  asked.length = 0;
  const { version: _, ...draft } = good;
  expect(await draftByModel("Lend tools.", model(), { shape, judge })).toEqual(draft);
  expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer k", "Bearer k"]);
  expect(asked[0]!.body.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  expect(asked[0]!.body.messages[0]!.content).toContain('"description":"A design"');
  expect(asked[1]!.body.messages.at(-1)!.content).toContain("NO_TABLE : a design has a table.");
});

test("a model that learns nothing is asked three times at most", async () => {
  answers = Array.from({ length: 5 }, () => "{}");
  asked.length = 0;
  expect(await draftByModel("Lend tools.", model(), { shape, judge })).toEqual({});
  expect(asked).toHaveLength(3);
});

test("a service that fails is an error", async () => {
  answers = [];
  await expect(draftByModel("x", model(), { shape, judge })).rejects.toThrow("answered 500");
  answers = ["no JSON"];
  await expect(draftByModel("x", model(), { shape, judge })).rejects.toThrow("JSON");
});
