import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";

import { PageSkeleton } from "@/components/page-skeleton";
import { QuotaList } from "@/components/quota-list";
import { useTeam } from "@/session/teams";

import { words } from "./words";

/** What the team has used of each of its quotas, live. */
export function TeamStorage() {
  const { _id: teamId } = useTeam();
  const quotas = useQuery(api.quotas.ofTeam, { teamId });
  if (quotas === undefined) return <PageSkeleton label={words.loading} />;
  return <QuotaList label={words.storage} quotas={quotas} />;
}
