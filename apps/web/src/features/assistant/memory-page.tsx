import { api } from "@repo/backend/_generated/api";
import { memoryInput, memoryLimits, type PublicMemory } from "@repo/validators/assistant/memories";
import { Link } from "@tanstack/react-router";
import { useMutation, usePaginatedQuery } from "convex/react";
import { ArrowLeft, Brain, X } from "lucide-react";
import { useState } from "react";

import { ConfirmDialog } from "@/components/dialogs";
import { momentText } from "@/components/facts";
import { TextField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { ListBoundary } from "@/components/list-boundary";
import { MessagePanel } from "@/components/message-panel";
import { framedRows, RowList } from "@/components/paged-list";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { removeFromPages } from "@/lib/optimistic";
import { cn } from "@/lib/utils";
import { PageSkeleton } from "@/components/page-skeleton";
import { PageTitle } from "@/shell/page-title";

import { words } from "./words";

export function MemoryPage() {
  return (
    <div className="grid max-w-3xl gap-6">
      <Link
        to="/assistant"
        className="inline-flex w-fit items-center gap-1.5 text-sm text-muted-foreground hover:text-foreground md:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {words.back}
      </Link>
      <PageTitle title={words.memoryTitle}>{words.memorySubtitle}</PageTitle>
      <RememberForm />
      <ListBoundary>
        <Memories />
      </ListBoundary>
    </div>
  );
}

function RememberForm() {
  const remember = useMutation(api.memories.remember);
  const form = useZodForm({
    shape: memoryInput,
    initial: { text: "" },
    onSubmit: async (input) => {
      await remember(input);
      form.reset();
    },
    refused: words.notRemembered,
  });
  return (
    <form onSubmit={form.submit} noValidate className="flex items-start gap-2">
      <div className="flex-1">
        <TextField form={form} name="text" label={words.rememberLabel} />
      </div>
      <PendingButton type="submit" isPending={form.isPending} className="mt-5">
        {words.remember}
      </PendingButton>
    </form>
  );
}

function Memories() {
  // A person has no more than fit on one page.
  const { results, status } = usePaginatedQuery(
    api.memories.list,
    {},
    { initialNumItems: memoryLimits.perPerson },
  );
  if (status === "LoadingFirstPage") return <PageSkeleton label={words.loadingMemories} />;
  if (results.length === 0) {
    return (
      <MessagePanel icon={<Brain aria-hidden />} title={words.noMemories}>
        {words.noMemoriesText}
      </MessagePanel>
    );
  }
  return (
    <div className="grid justify-items-start gap-4">
      <RowList label={words.memories} className={cn(framedRows, "w-full")}>
        {results.map((memory) => (
          <Memory key={memory._id} memory={memory} />
        ))}
      </RowList>
      <ForgetAll />
    </div>
  );
}

function Memory({ memory }: { memory: PublicMemory }) {
  const forget = useMutation(api.memories.forget).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.memories.list, id),
  );
  return (
    <li tabIndex={-1} className="flex items-center gap-3 p-3 sm:px-4">
      <div className="min-w-0 flex-1">
        <p className="text-sm wrap-anywhere">{memory.text}</p>
        <p className="text-xs text-muted-foreground">{momentText(memory._creationTime)}</p>
      </div>
      <Button
        variant="ghost"
        size="icon"
        aria-label={words.forgetOf(memory.text)}
        onClick={() => void forget({ id: memory._id }).catch(failed(words.notForgotten))}
      >
        <X aria-hidden />
      </Button>
    </li>
  );
}

function ForgetAll() {
  const [isAsking, setIsAsking] = useState(false);
  const forgetAll = useMutation(api.memories.forgetAll).withOptimisticUpdate((store) => {
    for (const { args, value } of store.getAllQueries(api.memories.list)) {
      if (value) store.setQuery(api.memories.list, args, { ...value, page: [] });
    }
  });
  return (
    <>
      <Button variant="outline" onClick={() => setIsAsking(true)}>
        {words.forgetAll}
      </Button>
      <ConfirmDialog
        title={words.forgetAllTitle}
        description={words.forgetAllText}
        confirmLabel={words.forgetAll}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => void forgetAll({}).catch(failed(words.notForgotten))}
      />
    </>
  );
}
