import base from "./vitest.config.ts";
const b: any = base;
const add = (t: any) => ({ ...t, setupFiles: [...(t.setupFiles ?? []), "./zz-cpu.ts"], ...(t.projects && { projects: t.projects.map((p: any) => (p.extends ? p : { ...p, test: { ...p.test, setupFiles: [...(p.test.setupFiles ?? []), "./zz-cpu.ts"] } })) }) });
export default { ...b, test: add(b.test) };
