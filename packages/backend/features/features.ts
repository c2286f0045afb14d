// Every optional feature of the app. What belongs to none of them is the core.
import { assistant } from "./assistant.ts";
import { demo } from "./demo.ts";
import type { Feature } from "./feature.ts";
import { knowledge } from "./knowledge.ts";
import { models } from "./models.ts";

export const features: readonly Feature[] = [assistant, demo, knowledge, models];
