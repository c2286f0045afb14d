import { createFileRoute } from "@tanstack/react-router";

import { JobsPage } from "@/features/admin/jobs-page";
import { jobStatusNames } from "@/features/admin/words";
import { keyOf, oneOf, searchParams } from "@/lib/search-params";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/jobs")({
  validateSearch: searchParams({ show: oneOf(["crons"]), status: keyOf(jobStatusNames) }),
  component: () => (
    <WithPermission permission="jobs.read">
      <JobsPage />
    </WithPermission>
  ),
});
