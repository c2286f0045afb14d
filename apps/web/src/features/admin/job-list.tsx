import { api } from "@repo/backend/_generated/api";
import { jobStatuses, type JobStatus, type PublicJob } from "@repo/validators/platform/jobs";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useMutation, usePaginatedQuery } from "convex/react";
import { RotateCcw } from "lucide-react";
import { memo } from "react";

import { momentText } from "@/components/facts";
import { Filter } from "@/components/filter";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { removeFromPages } from "@/lib/optimistic";
import { useMay } from "@/session/use-may";

import { jobStatusNames, words } from "./words";

export function JobList({
  status,
  onStatus,
}: {
  status: JobStatus;
  onStatus: (status: JobStatus) => void;
}) {
  return (
    <div className="grid gap-4">
      <Filter
        label={words.jobStatus}
        values={jobStatuses}
        names={jobStatusNames}
        value={status}
        onChange={onStatus}
      />
      <Jobs status={status} />
    </div>
  );
}

function Jobs({ status }: { status: JobStatus }) {
  const jobs = usePaginatedQuery(api.jobs.list, { status }, { initialNumItems: PAGE_SIZE });
  return (
    <PagedList rows={jobs} label={words.jobs} loading={words.loading} empty={words.noJobs}>
      {(job) => <Job key={job._id} job={job} />}
    </PagedList>
  );
}

const Job = memo(function Job({ job }: { job: PublicJob }) {
  const when = job.finishedAt ?? job.startedAt ?? job.dueAt;
  return (
    <li tabIndex={-1} className="grid gap-1 p-3 text-sm sm:px-4">
      <p className="flex flex-wrap items-center justify-between gap-x-3">
        <code className="text-xs font-medium">{job.kind}</code>
        <span className="text-xs text-muted-foreground">
          {words.attempts(job.attempts, job.maxAttempts)} · {momentText(when)}
        </span>
      </p>
      <p className="text-xs wrap-anywhere text-muted-foreground">{job.subject}</p>
      {job.error && <p className="text-xs wrap-anywhere text-destructive">{job.error}</p>}
      {job.status === "failed" && <RetryButton job={job} />}
    </li>
  );
});

/** A job that is tried again leaves the list of those that failed. */
function RetryButton({ job: { _id: id, kind } }: { job: PublicJob }) {
  const mayRetry = useMay("jobs.update");
  const retry = useMutation(api.jobs.retry).withOptimisticUpdate((store) =>
    removeFromPages(store, api.jobs.list, id),
  );
  if (!mayRetry) return null;
  return (
    <Button
      variant="outline"
      size="sm"
      className="mt-1 justify-self-start"
      aria-label={words.retryOf(kind)}
      onClick={() => {
        retry({ id }).catch(failed(words.notRetried));
      }}
    >
      <RotateCcw aria-hidden />
      {words.retry}
    </Button>
  );
}
