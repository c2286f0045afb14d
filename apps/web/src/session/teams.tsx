// The teams of the person who is signed in, and the one whose rows a page shows.
import { api } from "@repo/backend/_generated/api";
import type { PublicTeam } from "@repo/validators/teams/teams";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useQueries, type RequestForQueries } from "convex/react";
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";

import { useFramePart } from "./session.ts";
import { TeamContext } from "./team-context.ts";

const MyTeamsContext = createContext<readonly PublicTeam[] | null>(null);

/** Gives the person's teams to everything below. */
export function MyTeams({ children }: { children: ReactNode }) {
  const teams = useFramePart("teams") ?? null;
  const [id, setId] = useState<string | null>(null);
  const parting = useMemo(() => ({ id, setId }), [id]);
  return (
    <PartingContext value={parting}>
      <MyTeamsContext value={teams}>{children}</MyTeamsContext>
    </PartingContext>
  );
}

/** The team that the person is leaving or removing: its pages ask for nothing any more. */
const PartingContext = createContext<{ id: string | null; setId: (id: string | null) => void }>({
  id: null,
  setId: () => {},
});

/**
 * Leaves or removes a team, then opens the start page. Its pages end first: the server would refuse what they ask for.
 * @returns takes the team and the call; where that is refused, the pages are back and the error is thrown
 */
export function usePartFromTeam(): (id: string, call: () => Promise<unknown>) => Promise<void> {
  const { setId } = use(PartingContext);
  const navigate = useNavigate();
  return async (id, call) => {
    // At once, so that the subscriptions end before the call is sent.
    flushSync(() => setId(id));
    try {
      await call();
      await navigate({ to: "/" });
    } finally {
      setId(null);
    }
  };
}

/** The person's teams, last joined first; null while they are loading. */
export function useMyTeams(): readonly PublicTeam[] | null {
  return use(MyTeamsContext);
}

/** The team of the page, below `/t/$team`. Throws elsewhere. */
export function useTeam(): PublicTeam {
  const team = use(TeamContext);
  if (!team) throw new Error("useTeam is for pages under /t/$team.");
  return team;
}

const KEY = "team";

/**
 * Finds the team of an address: one of the person's own, or for an administrator any other.
 * @param id the team's id, as the address has it
 * @returns undefined while it is loading; null where there is none that the person may see
 */
export function useTeamOfAddress(id: string): PublicTeam | null | undefined {
  const mine = useMyTeams();
  const isParting = use(PartingContext).id === id;
  const own = mine?.find(({ _id }) => _id === id);
  const isOther = mine !== null && own === undefined && !isParting;
  // `useQueries` takes another object for other queries.
  const queries = useMemo(
    (): RequestForQueries => (isOther ? { team: { query: api.teams.get, args: { id } } } : {}),
    [id, isOther],
  );
  const other = useQueries(queries).team as PublicTeam | Error | undefined;
  useEffect(() => {
    if (own !== undefined) localStorage.setItem(KEY, id);
  }, [own, id]);
  if (isParting) return undefined;
  if (own !== undefined || mine === null) return own;
  return other instanceof Error ? null : other;
}

/**
 * The team that the navigation leads to: that of the address, else the one that was shown last, else the one joined
 * last.
 * @returns undefined while the teams are loading; null for somebody without a team
 */
export function useShownTeam(): Pick<PublicTeam, "_id" | "name"> | null | undefined {
  const mine = useMyTeams();
  const { team: asked } = useParams({ strict: false });
  if (mine === null) return undefined;
  const of = (id: string | null | undefined) => mine.find(({ _id }) => _id === id);
  return of(asked) ?? of(localStorage.getItem(KEY)) ?? mine[0] ?? null;
}
