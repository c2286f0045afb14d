import { api } from "@repo/backend/_generated/api";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { Info } from "lucide-react";

import { ListBoundary } from "@/components/list-boundary";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useTeam } from "@/session/teams";
import { PageTitle } from "@/shell/page-title";

import { Questions } from "./questions";
import { Search } from "./search";
import { SourceSheet } from "./source-sheet";
import { Sources } from "./sources";
import { words } from "./words";

export function KnowledgePage() {
  const search = useSearch({ from: "/_app/t/$team/knowledge" });
  const navigate = useNavigate({ from: "/t/$team/knowledge" });
  const tab = search.tab ?? "sources";
  const open = (value: string) => {
    const next = value === "search" || value === "ask" ? value : undefined;
    void navigate({ search: { tab: next }, replace: true });
  };
  const close = () =>
    void navigate({
      search: (before) => ({ ...before, source: undefined, from: undefined, to: undefined }),
      resetScroll: false,
    });
  return (
    <div className="grid max-w-4xl gap-6">
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <ListBoundary>
        <IndexNote />
      </ListBoundary>
      <Tabs value={tab} onValueChange={open}>
        <TabsList>
          <TabsTrigger value="sources">{words.tabs.sources}</TabsTrigger>
          <TabsTrigger value="search">{words.tabs.search}</TabsTrigger>
          <TabsTrigger value="ask">{words.tabs.ask}</TabsTrigger>
        </TabsList>
        <ListBoundary resetKey={tab}>
          <TabsContent value="sources">
            <Sources />
          </TabsContent>
          <TabsContent value="search">
            <Search />
          </TabsContent>
          <TabsContent value="ask">
            <Questions />
          </TabsContent>
        </ListBoundary>
      </Tabs>
      <SourceSheet
        id={search.source ?? null}
        passage={
          search.from === undefined || search.to === undefined
            ? null
            : { start: search.from, end: search.to }
        }
        onClose={close}
      />
    </div>
  );
}

/** Says when search runs on the local model, and when sources wait for another one. */
function IndexNote() {
  const { _id: teamId } = useTeam();
  const status = useQuery(api.knowledge.status, { teamId });
  if (status === undefined) return null;
  const isLocal = status.index.startsWith("local");
  if (!isLocal && status.otherIndex === null) return null;
  return (
    <aside className="flex gap-3 rounded-lg border bg-accent/50 p-3 text-sm">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="grid gap-1">
        {isLocal && (
          <p>
            <strong className="font-medium">{words.localTitle}.</strong> {words.localText}
          </p>
        )}
        {status.otherIndex !== null && <p>{words.otherIndex}</p>}
      </div>
    </aside>
  );
}
