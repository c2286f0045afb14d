import { PlugZap } from "lucide-react";

import { MessagePanel } from "@/components/message-panel";

import { words } from "./words";

/** Shown instead of the app when its environment is not usable. */
export function ConfigurationPage({ problem }: { problem: string }) {
  return (
    <main>
      <MessagePanel icon={<PlugZap aria-hidden />} title={words.notConfigured} headingLevel={1}>
        <p>{problem}</p>
        <p className="mt-3">
          {words.configure.split("`").map((part, index) =>
            index % 2 === 0 ? (
              part
            ) : (
              <code key={index} className="rounded bg-muted px-1.5 py-0.5">
                {part}
              </code>
            ),
          )}
        </p>
      </MessagePanel>
    </main>
  );
}
