import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";

import { buttonClass } from "../ui/button.tsx";
import { MessagePanel } from "../ui/message-panel.tsx";

export function NotFoundPage() {
  return (
    <MessagePanel
      icon={<Compass aria-hidden />}
      title="Page not found"
      headingLevel={1}
      actions={
        <Link to="/notes" className={buttonClass({ variant: "primary" })}>
          Go to your notes
        </Link>
      }
    >
      Check the address, or go back to your notes.
    </MessagePanel>
  );
}
