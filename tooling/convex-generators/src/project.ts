// What a project with these generators registers with the engine.
import type { Project, RegisteredGenerator } from "@groundwork/plop-engine/project";
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

/** The generators of a project, and what they need to know of it. */
export interface ConvexProject extends Settings {
  /** In the order of the help: those of this package that the project wants, and its own. */
  generators: readonly RegisteredGenerator[];
}

/**
 * The project for the engine's `useProject`. A project with editors or explanations of its own adds them to the result.
 * @param project the generators, the absolute path of the folder with their templates, and the scope of the packages
 * @returns the generators with the edits, checks and pages of a Convex backend, shared validators and a web app
 */
export function convexProject({ generators, ...settings }: ConvexProject): Project {
  useSettings(settings);
  return {
    generators,
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
