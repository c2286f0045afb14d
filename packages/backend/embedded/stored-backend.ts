// A backend on stored data as a process of its own, which a test can kill. It prints its address and key as JSON.
import { join } from "node:path";
import { startEmbedded } from "./backend.ts";

const { url, adminKey } = await startEmbedded(join(import.meta.dirname, ".."), process.argv[2]);
console.log(JSON.stringify({ url, adminKey }));
