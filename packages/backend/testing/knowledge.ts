// Fixtures for tests of knowledge: people in teams, texts to ask about, files.
import { vi } from "vitest";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { settle } from "./settle.ts";
import { type Person, type TestApp, inTeam, initTest, signedInAs } from "./setup.ts";

export const travel = [
  "# Travel",
  "",
  "Book trains four weeks ahead.",
  "",
  "## Hotels",
  "",
  "A hotel may cost 120 euros a night. Ask finance before you book a dearer one.",
].join("\n");

export const expenses =
  "<html><head><title>Expenses</title><script>track()</script></head><body><nav>Home</nav>" +
  "<h1>Expenses</h1><p>Receipts are kept for <b>ten</b> years.</p>" +
  "<ul><li>Claims are paid back within two weeks.</li></ul></body></html>";

/**
 * An app with two people who share no team.
 * @param modules modules of the app's to use instead of its own
 */
export async function twoTeams(modules: Parameters<typeof initTest>[0] = {}) {
  const app = initTest(modules);
  const [ann, bob] = [await signedInAs(app, "member"), await signedInAs(app, "member")];
  const teamOfAnn = await inTeam(app, { owner: ann });
  const teamOfBob = await inTeam(app, { owner: bob });
  return { app, ann, bob, teamOfAnn, teamOfBob };
}

/**
 * Configures a hosted model, and responds in its place.
 * @param statusOf the status of each call for vectors, from 1; below 400 it succeeds
 * @returns the calls so far
 */
export function serviceOf(statusOf: (call: number) => number): { calls: number } {
  vi.stubEnv("AI_PROVIDER", "openai-compatible");
  vi.stubEnv("AI_BASE_URL", "http://10.0.0.7:11434/v1");
  vi.stubEnv("AI_CHAT_MODEL", "chatty");
  vi.stubEnv("AI_EMBEDDING_MODEL", "bge");
  vi.stubEnv("AI_EMBEDDING_DIMENSION", "4");
  const service = { calls: 0 };
  vi.stubGlobal("fetch", async (_url: string, { body }: { body: string }) => {
    const status = statusOf(++service.calls);
    if (status >= 400) {
      const error = { message: "10.0.0.7 says no to account 4711" };
      return Response.json({ error }, { status });
    }
    const { input } = JSON.parse(body) as { input: string[] };
    const data = input.map((_, index) => ({ index, embedding: [1, 0, 0, 0] }));
    return Response.json({ data, usage: { prompt_tokens: 1 } });
  });
  return service;
}

/** Adds a text and waits until it is ready, or failed. */
export async function addText(
  app: TestApp,
  person: Person,
  teamId: Id<"teams">,
  text: string,
  title = "Handbook",
): Promise<Id<"sources">> {
  const args = { teamId, title, kind: "markdown" as const, text };
  const id = await person.mutation(api.sources.addText, args);
  await settle(app);
  return id;
}

/** Asks, and waits for the answer. */
export async function ask(app: TestApp, person: Person, teamId: Id<"teams">, question: string) {
  const id = await person.mutation(api.questions.ask, { teamId, question });
  await settle(app);
  return await person.query(api.questions.get, { id });
}
