import { api } from "@repo/backend/_generated/api";
import { jobStatuses, type JobStatus, type PublicJob } from "@repo/validators/platform/jobs";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";

import { momentText } from "@/components/facts";
import { Field } from "@/components/form/field";
import { LoadMore } from "@/components/load-more";
import { NativeSelect } from "@/components/ui/native-select";
import { useLoadMore } from "@/lib/use-load-more";
import { PageSkeleton } from "@/components/page-skeleton";

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
      <div className="w-48">
        <Field label={words.jobStatus}>
          {(control) => (
            <NativeSelect
              {...control}
              value={status}
              onChange={({ target }) => onStatus(target.value as JobStatus)}
            >
              {jobStatuses.map((each) => (
                <option key={each} value={each}>
                  {jobStatusNames[each]}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
      <Jobs status={status} />
    </div>
  );
}

function Jobs({ status }: { status: JobStatus }) {
  const jobs = usePaginatedQuery(api.jobs.list, { status }, { initialNumItems: PAGE_SIZE });
  const loadMore = useLoadMore(jobs);
  if (jobs.status === "LoadingFirstPage") return <PageSkeleton label={words.loading} />;
  if (jobs.results.length === 0) return <p className="text-muted-foreground">{words.noJobs}</p>;
  return (
    <div className="grid gap-4">
      <ul aria-label={words.jobs} className="divide-y rounded-xl border bg-card">
        {jobs.results.map((job) => (
          <Job key={job._id} job={job} />
        ))}
      </ul>
      <LoadMore status={jobs.status} onLoadMore={loadMore} />
    </div>
  );
}

function Job({ job }: { job: PublicJob }) {
  const when = job.finishedAt ?? job.startedAt ?? job.dueAt;
  return (
    <li className="grid gap-1 p-3 text-sm sm:px-4">
      <p className="flex flex-wrap items-center justify-between gap-x-3">
        <code className="text-xs font-medium">{job.kind}</code>
        <span className="text-xs text-muted-foreground">
          {words.attempts(job.attempts, job.maxAttempts)} · {momentText(when)}
        </span>
      </p>
      <p className="text-xs wrap-anywhere text-muted-foreground">{job.subject}</p>
      {job.error && <p className="text-xs wrap-anywhere text-destructive">{job.error}</p>}
    </li>
  );
}
