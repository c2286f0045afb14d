import { api } from "@repo/backend/_generated/api";
import { rowsOf } from "@repo/backend/embedded/admin";

import type { App } from "../app/app.ts";
import type { Part } from "../app/part.ts";
import { until } from "../app/until.ts";
import { teamId } from "../teams.ts";

/** The team that has everything, with a question that has been answered. */
async function askedTeam(app: App): Promise<string> {
  const id = await teamId(app);
  const client = await app.client("member");
  const question = "What does a guest berth cost?";
  await client.mutation(api.questions.ask, { teamId: id, question });
  await until(async () =>
    (await rowsOf(app.backend, "questions")).every(({ status }) => status === "answered"),
  );
  return id;
}

export const part: Part = {
  isSettled: async (backend) =>
    (await rowsOf(backend, "sources")).every(({ status }) => status === "ready"),
  params: { $asked: askedTeam },
  states: ["/t/$team/knowledge?tab=search", "/t/$asked/knowledge?tab=ask"],
};
