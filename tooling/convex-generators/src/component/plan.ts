// Plans a component: its package, where it is mounted, what of it tests and types know, and its wrapper.
import { importFragments } from "@groundwork/plop-engine/edit/import-names";
import { type FileEdit, planEdits } from "@groundwork/plop-engine/edit/plan";
import type { Fragment, Plan, PlannedFile, Tree } from "@groundwork/plop-engine/plan";
import { renderAll } from "@groundwork/plop-engine/templates/render";
import { dependencyEdits } from "../packages/manifest.ts";
import { apiModuleFragment } from "../repository/api-modules.ts";
import { componentTypeFragment } from "../repository/component-types.ts";
import { layout } from "../repository/layout.ts";
import { referenceCommand, snapshotCommand } from "../repository/pages.ts";
import { folderOf } from "../repository/settings.ts";
import type { ComponentInput } from "./input.ts";
import { type ComponentModel, readComponent } from "./read.ts";

/** Where wrappers are, from `convex/`. */
const WRAPPERS = "model/components";

/**
 * Plans a component. The lockfile is added when the plan is written.
 * @param input what was asked for
 * @param tree the repository
 * @returns the plan; without files when it is mounted
 * @throws GeneratorError (2) with all problems of the input, (3) when a name is taken, (4) for a file that cannot
 *   be edited
 */
export function planComponent(input: ComponentInput, tree: Tree): Plan {
  const model = readComponent(input, tree);
  const { mountedAs, known } = model;
  const plan = { command: "component", subject: mountedAs, input };
  if (model.isMounted) {
    const note = `${model.package} is mounted as "${mountedAs}" already.`;
    return { ...plan, files: [], notes: [note], next: [] };
  }
  const files = [
    ...planEdits(tree, mountEdits(model)),
    ...(known === null ? [] : wrapped(model, tree)),
  ];
  const write = `Write a wrapper in ${layout.convex}/${WRAPPERS}/, and a test of what the app does with it.`;
  const next = [...(known === null ? [write] : []), referenceCommand(), snapshotCommand()];
  return { ...plan, files, notes: [], next };
}

function mountEdits(model: ComponentModel): FileEdit[] {
  const { package: from, version, imported, mountedAs, hasTest, known } = model;
  const named = mountedAs === imported ? "" : `, { name: ${JSON.stringify(mountedAs)} }`;
  const types = [
    componentTypeFragment(mountedAs, from),
    ...(known === null ? [] : [apiModuleFragment(`${WRAPPERS}/${mountedAs}`)]),
  ];
  const member = mountedAs === imported ? mountedAs : `${mountedAs}: ${imported}`;
  return [
    ...(version === null ? [] : dependencyEdits(layout.backendManifest, from, version)),
    {
      path: layout.components,
      fragments: [
        ...importFragments(`import ${imported} from "${from}/convex.config.js";`),
        { kind: "mount", key: mountedAs, text: `app.use(${imported}${named});` },
      ],
    },
    { path: layout.apiTypes, fragments: types },
    ...(hasTest
      ? [
          {
            path: layout.testSetup,
            fragments: [
              ...importFragments(`import ${imported} from "${from}/test";`),
              { kind: "testComponent", key: mountedAs, text: member },
            ],
          },
          { path: layout.remains, fragments: remainsOf(model) },
        ]
      : []),
  ];
}

/** Why none of its tables holds anything about a person who left. */
function remainsOf({ mountedAs, tables }: ComponentModel): Fragment[] {
  return Object.entries(tables).map(([table, why]) => {
    const key = `${mountedAs}/${table}`;
    return { kind: "untelling", key, text: `${JSON.stringify(key)}: ${JSON.stringify(why)}` };
  });
}

function wrapped({ known, mountedAs }: ComponentModel, tree: Tree): PlannedFile[] {
  const view = { name: mountedAs, wrapper: `${known!.name}/wrapper`, test: `${known!.name}/test` };
  const rendered = renderAll(folderOf("component"), { view, helpers: {}, isWritten: () => true });
  return rendered.map(({ path, text }) => ({
    ...{ path, before: tree.read(path), after: text, fragments: [] },
    ...(path.endsWith(".test.ts") && { protected: true }),
  }));
}
