// The other tools, each with a generator that writes one file. They are no dependencies of anybody:
// npm installs them when the bench runs, into a folder that git ignores.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const VERSIONS = { hygen: "6.2.11", nx: "24.0.6" };

/** Where they are installed, and where they write. */
export const playground = join(
  import.meta.dirname,
  "..",
  "node_modules",
  ".cache",
  "generators-bench",
);

/**
 * Installs hygen and nx, unless they are there. Together they take 83 MB, most of it nx.
 * @returns false when npm cannot get them
 */
export function installTools(): boolean {
  mkdirSync(playground, { recursive: true });
  if (existsSync(join(playground, "node_modules", "nx"))) return true;
  writeFileSync(join(playground, "package.json"), '{ "name": "bench", "private": true }\n');
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...flags, ...packages], {
    cwd: playground,
    stdio: "ignore",
  });
  return status === 0;
}

const text = 'export const name = "NAME";\n';

/** Writes the generators of the other tools, and removes what they wrote before. */
export function prepareTools(): void {
  rmSync(join(playground, "out"), { recursive: true, force: true });
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(playground, path)), { recursive: true });
    writeFileSync(join(playground, path), content);
  };
  write(
    "plopfile.mjs",
    `export default (plop) => plop.setGenerator("thing", {
  prompts: [{ type: "input", name: "name", message: "name" }],
  actions: [{ type: "add", path: "out/{{name}}.ts", template: ${JSON.stringify(text.replace("NAME", "{{name}}"))} }],
});\n`,
  );
  const hygen = text.replace("NAME", "<%= name %>");
  write("_templates/thing/new/file.ejs.t", `---\nto: out/<%= name %>.ts\n---\n${hygen}`);
  write("nx.json", "{}\n");
  write("gen/package.json", '{ "name": "gen", "version": "0.0.1", "generators": "./list.json" }\n');
  write(
    "gen/list.json",
    '{ "generators": { "thing": { "factory": "./thing.js", "schema": "./schema.json" } } }\n',
  );
  write(
    "gen/schema.json",
    JSON.stringify({
      $id: "thing",
      type: "object",
      properties: { name: { type: "string", $default: { $source: "argv", index: 0 } } },
      required: ["name"],
    }),
  );
  write(
    "gen/thing.js",
    `module.exports = async (tree, { name }) => {
  tree.write(\`out/\${name}.ts\`, ${JSON.stringify(text)}.replace("NAME", name));
};\n`,
  );
}
