import { createFileRoute } from "@tanstack/react-router";

import { JobList } from "@/features/admin/job-list";
import { jobStatuses, words } from "@/features/admin/words";
import { oneOf, searchParams } from "@/lib/search-params";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/jobs")({
  validateSearch: searchParams({ status: oneOf(jobStatuses) }),
  component: JobsPage,
});

function JobsPage() {
  const { status = "failed" } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <WithPermission permission="jobs.read">
      <div className="grid max-w-4xl gap-6">
        <PageTitle title={words.jobs}>{words.jobsText}</PageTitle>
        <JobList
          status={status}
          onStatus={(next) => void navigate({ search: { status: next }, replace: true })}
        />
      </div>
    </WithPermission>
  );
}
