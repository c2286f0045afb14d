import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";

import { buttonClass } from "../ui/button.tsx";
import { MessagePanel } from "../ui/message-panel.tsx";

export function NotFoundPage() {
  return (
    <MessagePanel
      icon={<Compass aria-hidden />}
      title="There is no such page"
      headingLevel={1}
      actions={
        <Link to="/notes" className={buttonClass({ variant: "primary" })}>
          Go to your notes
        </Link>
      }
    >
      The address may be mistyped, or the page has moved.
    </MessagePanel>
  );
}
