// The text of a source, with the passage that a citation or a search names.
import { api } from "@repo/backend/_generated/api";
import type { Id } from "@repo/backend/_generated/dataModel";
import type { PublicSource } from "@repo/validators/knowledge/sources";
import { Link } from "@tanstack/react-router";
import { useQuery } from "convex/react";
import { Pencil } from "lucide-react";
import { useState } from "react";

import { useReturnFocus } from "@/components/dialogs";
import { ListBoundary } from "@/components/list-boundary";
import {
  Sheet,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
} from "@/components/ui/sheet";
import { PageSkeleton } from "@/components/page-skeleton";
import { Button } from "@/components/ui/button";
import { useMay } from "@/session/use-may";

import { EditSource } from "./edit-source";
import { pageOfRows } from "./row-page";
import { statusNames, words } from "./words";

export interface Passage {
  start: number;
  end: number;
}

/** `id` is null while no source is open. */
export function SourceSheet({
  id,
  passage,
  onClose,
}: {
  id: string | null;
  passage: Passage | null;
  onClose: () => void;
}) {
  return (
    <Sheet open={id !== null} onOpenChange={(open) => !open && onClose()}>
      {id !== null && <OpenSource key={id} id={id as Id<"sources">} passage={passage} />}
    </Sheet>
  );
}

function OpenSource({ id, passage }: { id: Id<"sources">; passage: Passage | null }) {
  const returnFocus = useReturnFocus();
  return (
    <SheetContent onCloseAutoFocus={returnFocus} className="sm:max-w-2xl">
      <ListBoundary resetKey={id}>
        <SourceText id={id} passage={passage} />
      </ListBoundary>
    </SheetContent>
  );
}

function SourceText({ id, passage }: { id: Id<"sources">; passage: Passage | null }) {
  const source = useQuery(api.sources.get, { id });
  const text = useQuery(api.sources.text, { id });
  const mayEdit = useMay("sources.update", source?.addedBy);
  const [isEditing, setIsEditing] = useState(false);
  if (source === undefined || text === undefined) {
    return (
      <>
        <SheetTitle className="sr-only">{words.title}</SheetTitle>
        <SheetDescription className="sr-only">{words.loading}</SheetDescription>
        <PageSkeleton label={words.loading} />
      </>
    );
  }
  return (
    <>
      <SheetHeader>
        <SheetTitle>{source.title}</SheetTitle>
        <SheetDescription>{source.description ?? statusNames[source.status]}</SheetDescription>
      </SheetHeader>
      {isEditing ? (
        <EditSource source={source} text={text ?? ""} onDone={() => setIsEditing(false)} />
      ) : (
        <>
          {source.rowId !== undefined && (
            <p className="text-sm text-muted-foreground">
              {words.followsRow} <RowsLink source={source} />
            </p>
          )}
          {mayEdit && source.rowId === undefined && (
            <Button
              variant="outline"
              size="sm"
              className="justify-self-start"
              onClick={() => setIsEditing(true)}
            >
              <Pencil aria-hidden />
              {words.edit}
            </Button>
          )}
          <ReadText text={text} passage={passage} />
        </>
      )}
    </>
  );
}

/** Leads to the page that has the row of a source, if there is one. */
function RowsLink({ source: { rowTable, teamId } }: { source: PublicSource }) {
  const page = rowTable === undefined ? undefined : pageOfRows(rowTable);
  if (page === undefined) return null;
  return (
    <Link to={page.to} params={{ team: teamId } as never} className="text-primary underline">
      {words.openRows(page.title)}
    </Link>
  );
}

function ReadText({ text, passage }: { text: string | null; passage: Passage | null }) {
  if (text === null) return <p className="text-muted-foreground">{words.noText}</p>;
  return (
    <p className="text-sm wrap-anywhere whitespace-pre-wrap">
      {passage === null ? (
        text
      ) : (
        <>
          {text.slice(0, passage.start)}
          <mark
            ref={(element) => element?.scrollIntoView({ block: "center" })}
            aria-label={words.passage}
            className="rounded-sm bg-accent px-0.5 text-accent-foreground"
          >
            {text.slice(passage.start, passage.end)}
          </mark>
          {text.slice(passage.end)}
        </>
      )}
    </p>
  );
}
