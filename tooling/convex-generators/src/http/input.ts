// The input of `pnpm plop http`, before it is checked.
import { shapeOf } from "@groundwork/plop-engine/generator";
import { httpCommand } from "./command.ts";

export interface HttpInput {
  method: string;
  path: string;
  /** `hmac:<VARIABLE>`, for a webhook. */
  signature?: string;
  events?: string;
  /** `session` or `key:<VARIABLE>`. */
  auth?: string;
  /** Why everybody may call it. */
  public?: string;
  /** The function that it calls. */
  runs?: string;
  limit?: string;
  body?: string;
  cors?: string;
}

/** The same as JSON Schema. */
export const httpShape = shapeOf(httpCommand, "An HTTP route of the backend", {
  method: { type: "string", description: "GET, POST, PUT, PATCH or DELETE", examples: ["POST"] },
  path: {
    type: "string",
    description: "the path on the site origin, in lower case; of a webhook /webhooks/<source>",
    examples: ["/webhooks/clerk", "/api/notes"],
  },
});
