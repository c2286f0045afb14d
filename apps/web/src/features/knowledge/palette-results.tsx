// Sources of the team in the command palette, by their titles.
import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE_MAX } from "@repo/validators/pagination";
import { useNavigate } from "@tanstack/react-router";
import { usePaginatedQuery } from "convex/react";
import { BookOpenText } from "lucide-react";

import { CommandGroup, CommandItem } from "@/components/ui/command";
import { useShownTeam } from "@/session/teams";

import { words } from "./words";

export default function SourceResults({ term, onDone }: { term: string; onDone: () => void }) {
  const team = useShownTeam();
  const navigate = useNavigate();
  const isAsked = team !== null && team !== undefined && term.length > 1;
  // Titles have no index for a search: the palette looks through the newest ones itself.
  const { results } = usePaginatedQuery(api.sources.list, isAsked ? { teamId: team._id } : "skip", {
    initialNumItems: PAGE_SIZE_MAX,
  });
  if (!isAsked || results.length === 0) return null;
  return (
    <CommandGroup heading={words.list}>
      {results.map(({ _id: source, title }) => (
        <CommandItem
          key={source}
          value={`${title} ${source}`}
          onSelect={() => {
            onDone();
            void navigate({
              to: "/t/$team/knowledge",
              params: { team: team._id },
              search: { source },
            });
          }}
        >
          <BookOpenText aria-hidden />
          <span className="truncate">{title}</span>
        </CommandItem>
      ))}
    </CommandGroup>
  );
}
