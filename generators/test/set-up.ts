import { join } from "node:path";
import { useGenerators } from "../project.ts";

useGenerators(join(import.meta.dirname, ".."));
