// Runs before every root script: ends with a sentence that helps when Node is older than package.json allows.
// Plain JavaScript without dependencies, so that an old Node runs it before anything is installed.
import { readFileSync } from "node:fs";

const { engines, packageManager } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const oldest = engines.node.replace(/^\D+/, "");

if (isOlder(process.version.slice(1), oldest)) {
  const withNode = `npx --yes -p node@24 -p ${packageManager} pnpm`;
  console.error(
    `NODE_TOO_OLD: this is Node ${process.version}; this workspace needs Node ${oldest} or newer.\n` +
      `Install a newer Node, or let npm bring one: ${withNode} dev, or ${withNode} test.`,
  );
  process.exitCode = 1;
}

function isOlder(version, floor) {
  const [major, minor] = version.split(".").map(Number);
  const [floorMajor, floorMinor] = floor.split(".").map(Number);
  return major < floorMajor || (major === floorMajor && minor < floorMinor);
}
