import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";

import { PageSkeleton } from "@/components/page-skeleton";
import { QuotaList } from "@/components/quota-list";

import { words } from "./words";

/** What the person has used of each of their quotas. */
export function Storage() {
  const quotas = useQuery(api.quotas.mine, {});
  if (quotas === undefined) return <PageSkeleton label={words.loading} />;
  return <QuotaList label={words.storage} quotas={quotas} />;
}
