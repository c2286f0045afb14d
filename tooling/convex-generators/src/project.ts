// What a project with these generators registers with the engine.
import type { Project } from "@groundwork/plop-engine/project";
import { explanations } from "./explanations.ts";
import { backendSteps, checkSteps } from "./repository/checks.ts";
import { dependency } from "./repository/dependency.ts";
import { editors } from "./repository/editors.ts";
import { inspect } from "./repository/inspect.ts";
import { withLintNote } from "./repository/lint-note.ts";
import { pages } from "./repository/pages.ts";
import { type Settings, useSettings } from "./repository/settings.ts";
import { testsOfRoles } from "./repository/tests-of-roles.ts";
import { titlesAtRisk, walkingTests } from "./repository/walking-tests.ts";

/** What a project wants of this package, with its own: generators and commands; and what they need to know of it. */
export type ConvexProject = Settings & Pick<Project, "generators" | "commands" | "schemas">;

/**
 * The project for the engine's `useProject`. A project with editors or explanations of its own adds them to the result.
 * @param project the generators and commands, the absolute path of the folder with their templates, and the scope of the packages
 * @returns the generators with the edits, checks and pages of a Convex backend, shared validators and a web app
 */
export function convexProject({
  generators,
  commands = [],
  schemas = {},
  ...settings
}: ConvexProject): Project {
  useSettings(settings);
  return {
    generators,
    commands,
    schemas,
    editors,
    explanations,
    checksOf: (files, tree) => {
      const ofRoles = testsOfRoles(files, tree);
      if (ofRoles !== null) {
        return [...checkSteps(files), ...backendSteps(ofRoles.tests, ofRoles.titles)];
      }
      return checkSteps(files, walkingTests(tree), titlesAtRisk(files, tree));
    },
    pages: pages(),
    inspect,
    finish: withLintNote,
    dependency,
  };
}
