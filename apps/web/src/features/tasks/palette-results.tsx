// Tasks of the team in the command palette, by words of their titles.
import { api } from "@repo/backend/_generated/api";
import { useNavigate } from "@tanstack/react-router";
import { usePaginatedQuery } from "convex/react";
import { SquareCheck } from "lucide-react";

import { CommandGroup, CommandItem } from "@/components/ui/command";
import { useShownTeam } from "@/session/teams";

import { words } from "./words";

const SHOWN = 6;

export default function TaskResults({ term, onDone }: { term: string; onDone: () => void }) {
  const team = useShownTeam();
  const navigate = useNavigate();
  const { results } = usePaginatedQuery(
    api.tasks.search,
    team && term.length > 1 ? { teamId: team._id, term } : "skip",
    { initialNumItems: SHOWN },
  );
  if (!team || results.length === 0) return null;
  return (
    <CommandGroup heading={words.title}>
      {results.map((task) => (
        <CommandItem
          key={task._id}
          value={`${task.title} ${task._id}`}
          // What the server found fits, whatever the letters.
          keywords={[term]}
          onSelect={() => {
            onDone();
            void navigate({
              to: "/t/$team/tasks",
              params: { team: team._id },
              search: { task: task._id },
            });
          }}
        >
          <SquareCheck aria-hidden />
          <span className="truncate">{task.title}</span>
        </CommandItem>
      ))}
    </CommandGroup>
  );
}
