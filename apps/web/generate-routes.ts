// Writes `src/routeTree.gen.ts`, the types of all links, from the files of `src/routes/`, as the router's plugin
// does when Vite starts. git does not keep it: in one generated file, branches that each add a page would meet.
import { resolveConfig } from "vite";

await resolveConfig({ root: import.meta.dirname }, "build");
