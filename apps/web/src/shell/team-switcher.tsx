// Which team the pages show. The choice is in the address, so a link and a reload keep it.
import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Skeleton } from "@/components/ui/skeleton";
import { useMyTeams, useShownTeam } from "@/session/teams";

import { words } from "./words";

/** Forms and their checks are not needed before somebody creates a team. */
const CreateTeamDialog = lazy(() => import("./create-team-dialog"));

export function TeamSwitcher() {
  const teams = useMyTeams();
  const shown = useShownTeam();
  const navigate = useNavigate();
  const [isCreating, setIsCreating] = useState(false);
  if (teams === null) return <Skeleton className="h-9 w-36" />;
  const open = (team: string) => void navigate({ to: "/t/$team", params: { team } });
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline" size="sm" className="max-w-52 min-w-0 shrink justify-between">
            <span className="sr-only">{words.team}</span>
            <span className="truncate">{shown?.name ?? words.noTeam}</span>
            <ChevronsUpDown aria-hidden className="text-muted-foreground" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="w-60">
          <DropdownMenuLabel>{words.yourTeams}</DropdownMenuLabel>
          <DropdownMenuRadioGroup value={shown?._id ?? ""} onValueChange={open}>
            {teams.map(({ _id, name }) => (
              <DropdownMenuRadioItem key={_id} value={_id}>
                <span className="truncate">{name}</span>
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          {teams.length > 0 && <DropdownMenuSeparator />}
          <DropdownMenuItem onSelect={() => setIsCreating(true)}>
            <Plus aria-hidden />
            {words.newTeam}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {isCreating && (
        <Suspense fallback={null}>
          <CreateTeamDialog onClose={() => setIsCreating(false)} />
        </Suspense>
      )}
    </>
  );
}
