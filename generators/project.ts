// The generators of this repository. Their mechanics are in a package; what they write is in the folders here.
import { component } from "@groundwork/convex-generators/component/registered";
import { cron } from "@groundwork/convex-generators/cron/registered";
import { designApply, designPlan } from "@groundwork/convex-generators/design/apply/registered";
import { designCheck } from "@groundwork/convex-generators/design/check/registered";
import { designDocs } from "@groundwork/convex-generators/design/commands/docs/registered";
import { designGraph } from "@groundwork/convex-generators/design/commands/graph/registered";
import { designImport } from "@groundwork/convex-generators/design/import/registered";
import { designNew } from "@groundwork/convex-generators/design/new/registered";
import { email } from "@groundwork/convex-generators/email/registered";
import { entity } from "@groundwork/convex-generators/entity/registered";
import { field } from "@groundwork/convex-generators/field/registered";
import { fn } from "@groundwork/convex-generators/function/registered";
import { http } from "@groundwork/convex-generators/http/registered";
import { index } from "@groundwork/convex-generators/index/registered";
import { init } from "@groundwork/convex-generators/init/registered";
import { job } from "@groundwork/convex-generators/job/registered";
import { migration } from "@groundwork/convex-generators/migration/registered";
import { convexProject } from "@groundwork/convex-generators/project";
import { page } from "@groundwork/convex-generators/page/registered";
import { rag } from "@groundwork/convex-generators/rag/registered";
import { remove } from "@groundwork/convex-generators/remove/registered";
import { role } from "@groundwork/convex-generators/role/registered";
import { update } from "@groundwork/convex-generators/update/registered";
import { useProject } from "@groundwork/plop-engine/project";

const generators = [
  // In the order of the help.
  entity,
  fn,
  field,
  index,
  cron,
  job,
  http,
  email,
  component,
  page,
  rag,
  migration,
  role,
  init,
  remove,
  update,
  designNew,
  designApply,
  designDocs,
  designImport,
];

/** Commands that only read, in the order of the help. */
const commands = [designPlan, designCheck, designGraph];

/** What `schema` describes besides the inputs of generators. */
const schemas = {
  design: async () => (await import("@groundwork/convex-generators/design/file/shape")).designShape,
};

/**
 * Registers the generators with the engine.
 * @param templates the absolute path of this folder: each generator has its templates in the folder of its name
 */
export function useGenerators(templates: string): void {
  useProject(convexProject({ templates, scope: "@repo", generators, commands, schemas }));
}
