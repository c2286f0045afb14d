// Every cron: when it runs, how its last run ended, and whether the next one is late.
import { api } from "@repo/backend/_generated/api";
import type { PublicCron } from "@repo/validators/platform/cronRuns";
import { useQuery } from "convex/react";

import { momentText } from "@/components/facts";
import { PageSkeleton } from "@/components/page-skeleton";
import { RowList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";
import { useNow } from "@/lib/use-now";

import { healthOf, type CronHealth } from "./cron-health";
import { cronHealthNames, scheduleText, words } from "./words";

const MINUTE = 60_000;

export function CronList() {
  const crons = useQuery(api.jobs.listCrons, {});
  const now = useNow(MINUTE);
  if (crons === undefined) return <PageSkeleton label={words.loadingCrons} />;
  const unhealthy = crons.filter((cron) => ["failed", "late"].includes(healthOf(cron, now)));
  return (
    <div className="grid grid-cols-1 gap-4">
      <p role="status" className="text-sm text-muted-foreground">
        {words.cronHealth(crons.length, unhealthy.length)}
      </p>
      <RowList label={words.crons}>
        {crons.map((cron) => (
          <Cron key={cron.title} cron={cron} health={healthOf(cron, now)} />
        ))}
      </RowList>
    </div>
  );
}

const variants = {
  failed: "destructive",
  late: "destructive",
  running: "secondary",
  fine: "default",
  never: "outline",
} as const satisfies Record<CronHealth, string>;

function Cron({ cron, health }: { cron: PublicCron; health: CronHealth }) {
  const { title, target, schedule, startedAt, error } = cron;
  return (
    <li className="grid gap-1 p-3 text-sm sm:px-4">
      <div className="flex items-start justify-between gap-3">
        <h2 className="font-medium first-letter:uppercase">{title}</h2>
        <Badge variant={variants[health]}>{cronHealthNames[health]}</Badge>
      </div>
      <p className="text-xs wrap-anywhere text-muted-foreground">
        {scheduleText(schedule)} · <code>{target}</code>
        {startedAt !== undefined && ` · ${words.lastRun(momentText(startedAt) ?? "")}`}
      </p>
      {error !== undefined && <p className="text-xs wrap-anywhere text-destructive">{error}</p>}
    </li>
  );
}
