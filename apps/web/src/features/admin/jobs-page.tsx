import { useNavigate, useSearch } from "@tanstack/react-router";

import { ListBoundary } from "@/components/list-boundary";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { PageTitle } from "@/shell/page-title";

import { CronList } from "./cron-list";
import { JobList } from "./job-list";
import { words } from "./words";

export function JobsPage() {
  const { show = "jobs", status = "failed" } = useSearch({ from: "/_app/admin/jobs" });
  const navigate = useNavigate({ from: "/admin/jobs" });
  const open = (value: string) => {
    void navigate({ search: value === "crons" ? { show: value } : {}, replace: true });
  };
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      <PageTitle title={words.jobsTitle}>{words.jobsText}</PageTitle>
      <Tabs value={show} onValueChange={open}>
        <TabsList>
          <TabsTrigger value="jobs">{words.jobs}</TabsTrigger>
          <TabsTrigger value="crons">{words.crons}</TabsTrigger>
        </TabsList>
        <ListBoundary resetKey={`${show} ${status}`}>
          <TabsContent value="jobs">
            <JobList
              status={status}
              onStatus={(next) => void navigate({ search: { status: next }, replace: true })}
            />
          </TabsContent>
          <TabsContent value="crons">
            <CronList />
          </TabsContent>
        </ListBoundary>
      </Tabs>
    </div>
  );
}
