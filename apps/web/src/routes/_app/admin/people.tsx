import { createFileRoute } from "@tanstack/react-router";

import { ListBoundary } from "@/components/list-boundary";
import { PeopleList } from "@/features/people/people-list";
import { words } from "@/features/people/words";
import { PageTitle } from "@/shell/page-title";
import { WithPermission } from "@/shell/with-permission";

export const Route = createFileRoute("/_app/admin/people")({ component: PeoplePage });

function PeoplePage() {
  return (
    <WithPermission permission="users.read">
      <div className="grid gap-6">
        <PageTitle title={words.title}>{words.subtitle}</PageTitle>
        <ListBoundary>
          <PeopleList />
        </ListBoundary>
      </div>
    </WithPermission>
  );
}
