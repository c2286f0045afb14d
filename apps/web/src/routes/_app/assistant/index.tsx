import { createFileRoute } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";

import { MessagePanel } from "@/components/message-panel";
import { words } from "@/features/assistant/words";
import { PageTitle } from "@/shell/page-title";

export const Route = createFileRoute("/_app/assistant/")({ component: AssistantHome });

function AssistantHome() {
  return (
    <div>
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <MessagePanel icon={<MessagesSquare aria-hidden />} title={words.choose}>
        {words.chooseText}
      </MessagePanel>
    </div>
  );
}
