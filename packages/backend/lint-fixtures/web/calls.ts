// An app that waits for actions, and that pulls the server's code into the browser.
// fires: SERVER_CODE
import { roles } from "@repo/backend/users";
// fires: ACTION_FROM_CLIENT
import { useAction } from "convex/react";
import type { Id } from "@repo/backend/_generated/dataModel";
import { api } from "@repo/backend/_generated/api";

export const used: [Id<"notes">?, ...unknown[]] = [undefined, roles, useAction, api];
