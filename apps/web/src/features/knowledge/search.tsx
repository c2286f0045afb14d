import { api } from "@repo/backend/_generated/api";
import { searchLimits, type Hit } from "@repo/validators/knowledge/knowledge";
import { Link } from "@tanstack/react-router";
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- vectors are searched in actions alone, and nothing of a search is kept
import { useAction } from "convex/react";
import { useState, type FormEvent } from "react";
import { toast } from "sonner";

import { Field } from "@/components/form/field";
import { PendingButton } from "@/components/pending-button";
import { Input } from "@/components/ui/input";
import { errorSentence } from "@/lib/error-sentences";
import { useTeam } from "@/session/teams";

import { Highlighted } from "./highlighted";
import { words } from "./words";

export function Search() {
  const { _id: teamId } = useTeam();
  const search = useAction(api.knowledge.search);
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<{ query: string; hits: readonly Hit[] } | null>(null);
  const [isPending, setIsPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (query.trim() === "" || isPending) return;
    setIsPending(true);
    try {
      const { hits } = await search({ teamId, query });
      setFound({ query, hits });
    } catch (error) {
      toast.error(words.notSearched, { description: errorSentence(error) });
    } finally {
      setIsPending(false);
    }
  };
  return (
    <div className="grid gap-5">
      <search>
        <form onSubmit={(event) => void submit(event)} className="flex items-end gap-2">
          <div className="flex-1">
            <Field label={words.searchLabel}>
              {(control) => (
                <Input
                  {...control}
                  type="search"
                  autoComplete="off"
                  maxLength={searchLimits.query.max}
                  value={query}
                  onChange={({ target }) => setQuery(target.value)}
                />
              )}
            </Field>
          </div>
          <PendingButton type="submit" isPending={isPending}>
            {words.searchButton}
          </PendingButton>
        </form>
      </search>
      <div aria-live="polite">
        {found === null && <p className="text-muted-foreground">{words.searchHint}</p>}
        {found?.hits.length === 0 && <p className="text-muted-foreground">{words.nothingFound}</p>}
        {found && found.hits.length > 0 && <Hits hits={found.hits} query={found.query} />}
      </div>
    </div>
  );
}

function Hits({ hits, query }: { hits: readonly Hit[]; query: string }) {
  return (
    <ol aria-label={words.results} className="grid gap-3">
      {hits.map((hit) => (
        <li
          key={`${hit.sourceId}:${hit.start}`}
          className="grid gap-1.5 rounded-xl border bg-card p-4"
        >
          <h2 className="text-sm font-semibold">
            <Link
              to="."
              search={(before: object) => ({
                ...before,
                source: hit.sourceId,
                from: hit.start,
                to: hit.end,
              })}
              resetScroll={false}
              className="hover:underline"
            >
              {[hit.title, ...hit.headings].join(" › ")}
            </Link>
          </h2>
          <p className="text-sm wrap-anywhere whitespace-pre-line">
            <Highlighted text={hit.text} query={query} />
          </p>
        </li>
      ))}
    </ol>
  );
}
