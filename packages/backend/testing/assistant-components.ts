// The components of the assistant, by where they are in the app.
import agent from "@convex-dev/agent/test";

export const assistantComponents = { agent };
