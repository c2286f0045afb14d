// Runs before every root script: ends with a sentence that helps when package.json does not take this Node.
// Plain JavaScript without dependencies, so that an old Node runs it before anything is installed.
import { readFileSync } from "node:fs";

const { engines, packageManager } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);

if (!engines.node.split(" || ").some((range) => isIn(range, process.version.slice(1)))) {
  const withNode = `npx --yes -p node@24 -p ${packageManager} pnpm`;
  console.error(
    `NODE_UNSUPPORTED: this is Node ${process.version}; this workspace needs Node ${engines.node}.\n` +
      `Install another Node, or let npm bring one: ${withNode} dev, or ${withNode} test.`,
  );
  process.exitCode = 1;
}

/** Of a range only `^1.2.3` and `>=1.2.3` are understood: package.json uses no other. */
function isIn(range, version) {
  const [major, minor] = version.split(".").map(Number);
  const [least, leastMinor] = range.replace(/^\D+/, "").split(".").map(Number);
  if (major === least) return minor >= leastMinor;
  return range.startsWith(">=") && major > least;
}
