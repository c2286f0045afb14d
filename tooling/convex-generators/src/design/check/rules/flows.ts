// Flows: who acts, what they call, and how often.
import { type DesignFile, problemAt, problemAtKey } from "../../file/design-file.ts";
import type { Problem } from "@groundwork/plop-engine/plan";
import type { FlowDesign } from "../../design.ts";
import type { Known } from "../known/known.ts";
import { type Rule, entriesOf, meant } from "./rule.ts";

/** Server calls of one action of a user, where the design says nothing else. */
export const CALLS_PER_ACTION = 3;

/** Every flow has actions, and none of them needs more calls than the limit. */
export const actions: Rule = (file) => {
  const most = file.design.limits?.callsPerAction ?? CALLS_PER_ACTION;
  return entriesOf(file.design.flows).flatMap(([title, flow]) => {
    if (flow.actions.length === 0) {
      const message = `Nobody does anything in "${title}".`;
      const fix = "Add an action, or leave the flow out.";
      const at = ["flows", title, "actions"];
      return [problemAt(file, at, { code: "DESIGN_ACTIONS_NONE", message, fix })];
    }
    return flow.actions.flatMap(({ calls, does }, index) => {
      const at = ["flows", title, "actions", index, "calls"];
      if (calls.length === 0) {
        const message = `"${does}" calls nothing, so the server has no part in it.`;
        const fix = 'calls: ["module.name"]';
        return [problemAt(file, at, { code: "DESIGN_CALLS_NONE", message, fix })];
      }
      if (calls.length <= most) return [];
      const message = `"${does}" takes ${calls.length} calls; an action takes at most ${most}.`;
      const fix =
        "Read what a page needs in one query, write what belongs together in one mutation, or make two actions of it.";
      return [problemAt(file, [...at, most], { code: "DESIGN_CALLS_MANY", message, fix })];
    });
  });
};

/** Who acts is known, and so is what they call: where calls have values, their flow is read as a whole. */
export const calls: Rule = (file, known) =>
  entriesOf(file.design.flows)
    .filter(([, { actions }]) =>
      actions.every(({ calls }) => calls.every((one) => typeof one === "string")),
    )
    .flatMap(([title, flow]) => [
      ...actorsOf(file, title, flow, known),
      ...flow.actions.flatMap(({ calls }, index) =>
        calls.flatMap((call, at) =>
          callOf(file, String(call), known, ["flows", title, "actions", index, "calls", at]),
        ),
      ),
    ]);

function actorsOf(file: DesignFile, title: string, flow: FlowDesign, known: Known): Problem[] {
  const people = Object.keys(flow.people ?? {});
  const actors = [...people, ...known.roles, "nobody"];
  const roles = entriesOf(flow.people).flatMap(([name, text]) =>
    text.split(/\s*,\s*|\s+and\s+/).flatMap((part) => {
      const [role = "", of] = part.trim().split(/\s+of\s+/);
      const fitting = of === undefined ? [...known.roles, "nobody"] : known.teamRoles;
      if (fitting.includes(role)) return [];
      const message = `"${part.trim()}" is no role.${meant(role, fitting).sentence} Roles: ${fitting.join(", ")}.`;
      const fix = `${name}: "${meant(role, fitting).fix ?? "member"}"`;
      return [
        problemAt(file, ["flows", title, "people", name], { code: "FLOW_ROLE", message, fix }),
      ];
    }),
  );
  const acting = flow.actions.flatMap(({ as }, index) => {
    if (actors.includes(as)) return [];
    const message = `"${as}" is none of the people of "${title}", and no role.${meant(as, actors).sentence}`;
    const fix = meant(as, actors).fix ?? `Add them to its people: ${as}: "member".`;
    const at = ["flows", title, "actions", index, "as"];
    return [problemAt(file, at, { code: "FLOW_ACTOR", message, fix })];
  });
  return [...roles, ...acting];
}

function callOf(
  file: DesignFile,
  name: string,
  { functions, openModules }: Known,
  at: (string | number)[],
) {
  const found = functions.get(name);
  if (found?.isPublic) return [];
  if (found !== undefined) {
    const message = `${name} is internal, and people call public functions.`;
    return [
      problemAt(file, at, {
        code: "FLOW_CALL",
        message,
        fix: "Name the public function that starts it.",
      }),
    ];
  }
  if (openModules.has(name.slice(0, name.lastIndexOf(".")))) return [];
  const { sentence, fix } = meant(name, functions.keys());
  const message = `there is no function "${name}".${sentence}`;
  const fault = {
    code: "FLOW_CALL",
    message,
    fix: fix ?? "Name a function of the design or of the backend.",
  };
  return [problemAt(file, at, fault)];
}

/** People who do nothing. */
export const idle: Rule = (file, { roles }) =>
  entriesOf(file.design.flows).flatMap(([title, { people = {}, actions: done }]) => {
    const names = Object.keys(people);
    // Who is misspelt is somebody.
    if (done.some(({ as }) => ![...names, ...roles, "nobody"].includes(as))) return [];
    const used = JSON.stringify(done);
    return names.flatMap((name) => {
      if (done.some(({ as }) => as === name) || new RegExp(`\\$${name}\\b`).test(used)) return [];
      const message = `"${name}" takes no part in "${title}".`;
      const fault = { code: "DESIGN_PERSON_IDLE", message, fix: "Leave them out." };
      return [problemAtKey(file, ["flows", title, "people", name], fault)];
    });
  });
