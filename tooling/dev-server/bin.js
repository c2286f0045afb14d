#!/usr/bin/env node
// Starts src/cli.ts; `tsx` reads its TypeScript.
import { register } from "tsx/esm/api";

register();
await import("./src/cli.ts");
