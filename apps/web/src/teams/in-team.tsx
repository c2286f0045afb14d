// The part of a page that is of one team. Which one stands in the address, so that a link and a reload keep it.
import { api } from "@repo/backend/_generated/api";
import { grantFor, type Operation, type Permission } from "@repo/validators/access";
import { teamLimits, type PublicTeam } from "@repo/validators/teams/teams";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { usePaginatedQuery, useQueries, type RequestForQueries } from "convex/react";
import { Users } from "lucide-react";
import { useMemo, type ReactNode } from "react";

import { useMe } from "../session/session.ts";
import { TeamContext, coversTeam } from "../session/team-context.ts";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/input.tsx";
import { ListBoundary } from "../ui/list-boundary.tsx";
import { MessagePanel } from "../ui/message-panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { NoTeam } from "./no-team.tsx";
import { pickTeam } from "./team.ts";

/**
 * Shows something of one team: of the only one that the person is in, or the one that they choose. What is
 * typed in it is of that team, and goes when another one is chosen.
 * @param permission what reading the rows takes: teams whose rows the person may not read are not offered
 */
export function InTeam({ permission, children }: { permission: Permission; children: ReactNode }) {
  return (
    <ListBoundary>
      <TeamPart permission={permission}>{children}</TeamPart>
    </ListBoundary>
  );
}

function TeamPart({ permission, children }: { permission: Permission; children: ReactNode }) {
  const me = useMe();
  const { team: asked } = useSearch({ from: "/_app" });
  const mine = usePaginatedQuery(api.teams.list, {}, { initialNumItems: teamLimits.perPerson });
  const [table = "", operation] = permission.split(".");
  const scope = grantFor(me.role, table, operation as Operation)?.scope ?? "own";
  const teams = mine.results.filter(({ myRole }) => coversTeam(scope, myRole));
  const picked = pickTeam(teams, asked);
  const isLoading = mine.status === "LoadingFirstPage";
  // An administrator may see teams that they are not in.
  const other = useTeamOf(isLoading || picked || scope !== "all" ? undefined : asked);
  if (isLoading || other === undefined) return <LoadingTeam />;
  const team = picked ?? other;
  if (team === null && teams.length === 0) return <NoTeam isForOwners={scope === "led"} />;
  return (
    <>
      <TeamSelect teams={teams} team={team} />
      {team === null ? (
        <ChooseTeam isRefused={asked !== undefined} />
      ) : (
        <TeamContext key={team._id} value={team}>
          {children}
        </TeamContext>
      )}
    </>
  );
}

/** A team by its id; null where there is none to see, undefined while that is not known. */
function useTeamOf(id: string | undefined): PublicTeam | null | undefined {
  // `useQueries` takes another object for other queries.
  const queries = useMemo(
    (): RequestForQueries =>
      id === undefined ? {} : { team: { query: api.teams.get, args: { id } } },
    [id],
  );
  const answer = useQueries(queries).team as PublicTeam | Error | undefined;
  return id === undefined || answer instanceof Error ? null : answer;
}

/** Whose rows are shown: a choice where there is one. */
function TeamSelect({ teams, team }: { teams: readonly PublicTeam[]; team: PublicTeam | null }) {
  const navigate = useNavigate();
  const isAmong = teams.some(({ _id }) => _id === team?._id);
  if (isAmong && teams.length === 1) {
    return (
      <p className="text-sm text-muted">
        Team: <span className="font-medium text-ink">{team?.name}</span>
      </p>
    );
  }
  const offered = team === null || isAmong ? teams : [team, ...teams];
  return (
    <Field label="Team">
      {(control) => (
        <Select
          {...control}
          value={team?._id ?? ""}
          onChange={({ target }) => {
            const search = { team: target.value };
            void navigate({ to: ".", search, resetScroll: false });
          }}
        >
          {team === null && (
            <option value="" disabled>
              Choose a team
            </option>
          )}
          {offered.map(({ _id, name }) => (
            <option key={_id} value={_id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function ChooseTeam({ isRefused }: { isRefused: boolean }) {
  return isRefused ? (
    <MessagePanel icon={<Users aria-hidden />} title="You cannot see this team">
      You are not a member, only owners can see this page, or the team was removed. Choose another
      team above.
    </MessagePanel>
  ) : (
    <MessagePanel icon={<Users aria-hidden />} title="Choose a team">
      You are in several teams. Choose above which one to show.
    </MessagePanel>
  );
}

function LoadingTeam() {
  return (
    <div role="status">
      <span className="sr-only">Loading your teams</span>
      <Skeleton className="h-28 rounded-2xl" />
    </div>
  );
}
