// Reads what dependency-cruiser found in the workspace, and reports what it refuses: `pnpm imports`.
import { text } from "node:stream/consumers";
import { format } from "dependency-cruiser";
import { circlesOf } from "./folders.ts";

const cruised = JSON.parse(await text(process.stdin));
const { output, exitCode } = await format(cruised, { outputType: "err" });
console.log(output);
const circles = circlesOf(cruised.modules);
for (const circle of circles) console.error(`error circle-of-folders: ${circle}`);
if (circles.length > 0)
  console.error("Move what the folders share to one that imports from neither.");
process.exitCode = exitCode > 0 || circles.length > 0 ? 1 : 0;
