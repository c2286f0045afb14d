import { createFileRoute } from "@tanstack/react-router";

import { PeopleList } from "@/features/people/people-list";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/people")({ component: PeoplePage });

function PeoplePage() {
  return (
    <WithPermission permission="users.read">
      <div className="grid gap-6">
        <PageTitle title="People">Everyone who has an account.</PageTitle>
        <PeopleList />
      </div>
    </WithPermission>
  );
}
