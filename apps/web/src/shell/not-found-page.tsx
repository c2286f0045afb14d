import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";

import { buttonVariants } from "@/components/ui/button";
import { MessagePanel } from "@/components/message-panel";

export function NotFoundPage() {
  return (
    <main>
      <MessagePanel
        icon={<Compass aria-hidden />}
        title="Page not found"
        headingLevel={1}
        actions={
          <Link to="/" className={buttonVariants()}>
            Go to the start page
          </Link>
        }
      >
        Check the address, or go to the start page.
      </MessagePanel>
    </main>
  );
}
