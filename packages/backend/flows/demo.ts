// The flow of a visitor of a demo.
import assert from "node:assert/strict";
import { api } from "../convex/_generated/api.js";
import type { Chapter } from "./flow.ts";

export const demo: Chapter = {
  title: "Demo",
  flows: [
    {
      name: "sign in to a demo account with a click",
      actor: "member",
      calls: [api.demo.accounts, api.auth.signIn],
      proves: "The account for the chosen role is signed in.",
      run: async ({ me, enter, as }) => {
        const { email, password } = (await me.query(api.demo.accounts, {})).find(
          ({ role }) => role === "member",
        )!;
        assert((await enter({ flow: "signIn", email, password })).isIn);
        assert.equal((await as("member").query(api.users.me, {})).email, email);
      },
    },
  ],
};
