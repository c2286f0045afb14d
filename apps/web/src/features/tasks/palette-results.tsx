// What the command palette offers of tasks: those of the team by words of their titles, and creating one.
import { api } from "@repo/backend/_generated/api";
import { useNavigate } from "@tanstack/react-router";
import { usePaginatedQuery } from "convex/react";
import { Plus, SquareCheck } from "lucide-react";

import { CommandGroup, CommandItem, CommandShortcut } from "@/components/ui/command";
import { useLastResults, usePausedTerm } from "@/lib/use-search";
import { useShownTeam } from "@/session/teams";

import type { TaskSearch } from "./search";
import { words } from "./words";

const SHOWN = 6;

export default function TaskResults({ term, onDone }: { term: string; onDone: () => void }) {
  const team = useShownTeam();
  const navigate = useNavigate();
  const paused = usePausedTerm(term);
  const isSearch = team && paused.length > 1;
  const { results } = useLastResults(
    usePaginatedQuery(api.tasks.search, isSearch ? { teamId: team._id, term: paused } : "skip", {
      initialNumItems: SHOWN,
    }),
  );
  if (!team) return null;
  const open = (search: TaskSearch) => {
    onDone();
    void navigate({ to: "/t/$team/tasks", params: { team: team._id }, search });
  };
  return (
    <CommandGroup heading={words.title}>
      <CommandItem onSelect={() => open({ create: true })}>
        <Plus aria-hidden />
        {words.create}
        <CommandShortcut>C</CommandShortcut>
      </CommandItem>
      {isSearch &&
        results.map((task) => (
          <CommandItem
            key={task._id}
            value={`${task.title} ${task._id}`}
            // What the server found fits, whatever the letters.
            keywords={[term]}
            onSelect={() => open({ task: task._id })}
          >
            <SquareCheck aria-hidden />
            <span className="truncate">{task.title}</span>
          </CommandItem>
        ))}
    </CommandGroup>
  );
}
