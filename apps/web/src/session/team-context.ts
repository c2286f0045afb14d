// The team that a part of a page shows, if any: it decides with the role what a person may do there.
import type { PublicTeam } from "@repo/validators/teams/teams";
import { createContext } from "react";

export const TeamContext = createContext<PublicTeam | null>(null);
