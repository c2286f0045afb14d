import { jobStatuses } from "@repo/validators/platform/jobs";
import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";

import { JobList } from "@/features/admin/job-list";
import { words } from "@/features/admin/words";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/jobs")({
  validateSearch: z.object({ status: z.enum(jobStatuses).optional().catch(undefined) }),
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
