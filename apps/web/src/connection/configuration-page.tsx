import { PlugZap } from "lucide-react";

import { MessagePanel } from "@/components/message-panel";

/** Shown instead of the app when its environment is not usable. */
export function ConfigurationPage({ problem }: { problem: string }) {
  return (
    <main>
      <MessagePanel
        icon={<PlugZap aria-hidden />}
        title="The backend is not configured"
        headingLevel={1}
      >
        <p>{problem}</p>
        <p className="mt-3">
          Start everything with <code className="rounded bg-muted px-1.5 py-0.5">pnpm dev</code> at
          the root of the repository, or copy{" "}
          <code className="rounded bg-muted px-1.5 py-0.5">apps/web/.env.example</code> to{" "}
          <code className="rounded bg-muted px-1.5 py-0.5">.env.local</code> beside it, name your
          deployment there and start again.
        </p>
      </MessagePanel>
    </main>
  );
}
