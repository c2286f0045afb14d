import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import {
  questionInput,
  type AnsweredQuestion,
  type PublicQuestion,
} from "@repo/validators/knowledge/questions";
import { Link } from "@tanstack/react-router";
import { useMutation, usePaginatedQuery, useQuery } from "convex/react";
import { LoaderCircle, Trash2 } from "lucide-react";
import { Fragment, memo } from "react";

import { TextField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PagedList } from "@/components/paged-list";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { removeFromPages } from "@/lib/optimistic";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { words } from "./words";

export function Questions() {
  return (
    <div className="grid gap-6">
      <AskForm />
      <Asked />
    </div>
  );
}

const askShape = questionInput.omit({ teamId: true });

function AskForm() {
  const { _id: teamId } = useTeam();
  const ask = useMutation(api.questions.ask);
  const form = useZodForm({
    shape: askShape,
    initial: { question: "" },
    onSubmit: async (input) => {
      await ask({ ...input, teamId });
      form.reset();
    },
    refused: words.notAsked,
  });
  return (
    <form onSubmit={form.submit} noValidate className="flex items-start gap-2">
      <div className="flex-1">
        <TextField form={form} name="question" label={words.askLabel} />
      </div>
      <PendingButton type="submit" isPending={form.isPending} className="mt-5">
        {words.askButton}
      </PendingButton>
    </form>
  );
}

function Asked() {
  const { _id: teamId } = useTeam();
  const questions = usePaginatedQuery(
    api.questions.list,
    { teamId },
    { initialNumItems: PAGE_SIZE },
  );
  return (
    <PagedList
      rows={questions}
      label={words.questions}
      loading={words.loadingQuestions}
      empty={words.noQuestions}
      className="grid gap-4"
    >
      {(question) => <Question key={question._id} question={question} />}
    </PagedList>
  );
}

const Question = memo(function Question({ question }: { question: PublicQuestion }) {
  const { _id: id, status } = question;
  const isOpen = status === "pending" || status === "answering";
  const answered = useQuery(api.questions.get, isOpen ? "skip" : { id });
  const mayRemove = useMay("questions.remove", question.askedBy);
  const remove = useMutation(api.questions.remove).withOptimisticUpdate((store, { id }) =>
    removeFromPages(store, api.questions.list, id),
  );
  return (
    <li tabIndex={-1} className="grid gap-3 rounded-xl border bg-card p-4">
      <div className="flex items-start justify-between gap-2">
        <h2 className="font-semibold wrap-anywhere">{question.question}</h2>
        {mayRemove && (
          <Button
            variant="ghost"
            size="icon"
            className="-mt-1.5 -mr-1.5"
            aria-label={words.removeQuestion(question.question)}
            onClick={() => {
              remove({ id }).catch(failed(words.notRemovedQuestion));
            }}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <div aria-live="polite">
        {isOpen && (
          <p className="flex items-center gap-2 text-sm text-muted-foreground">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            {words.answering}
          </p>
        )}
        {status === "failed" && <p className="text-sm text-destructive">{question.error}</p>}
        {answered && <Answer answered={answered} />}
      </div>
    </li>
  );
});

type Citation = AnsweredQuestion["citations"][number];

function Answer({ answered }: { answered: AnsweredQuestion }) {
  const { answer = "", citations, model } = answered;
  return (
    <div className="grid gap-3">
      <p className="text-sm wrap-anywhere whitespace-pre-line">
        {answer.split(/\[(\d+)\]/).map((part, index) => {
          if (index % 2 === 0) return <Fragment key={index}>{part}</Fragment>;
          const citation = citations.find(({ number }) => number === Number(part));
          // The place of a passage is known in the text that was cited, not in a later one.
          return citation?.isCurrent ? (
            <CitationLink key={index} citation={citation}>
              [{part}]
            </CitationLink>
          ) : (
            <Fragment key={index}>[{part}]</Fragment>
          );
        })}
      </p>
      {citations.length > 0 && (
        <ol className="grid gap-1 border-t pt-3 text-xs text-muted-foreground">
          {citations.map((citation) => (
            <li key={citation.number}>
              [{citation.number}]{" "}
              {citation.isCurrent ? (
                <CitationLink citation={citation}>{citation.title}</CitationLink>
              ) : (
                <span title={words.outdated}>
                  {citation.title} ({words.outdated})
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {model && <p className="text-xs text-muted-foreground">{words.model(model)}</p>}
    </div>
  );
}

function CitationLink({ citation, children }: { citation: Citation; children: React.ReactNode }) {
  return (
    <Link
      to="."
      search={(before: object) => ({
        ...before,
        source: citation.sourceId,
        from: citation.start,
        to: citation.end,
      })}
      resetScroll={false}
      aria-label={words.citation(citation.number, citation.title)}
      className="font-medium text-primary hover:underline"
    >
      {children}
    </Link>
  );
}
