import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";

import { buttonVariants } from "@/components/ui/button";
import { MessagePanel } from "@/components/message-panel";

import { words } from "./words";

export function NotFoundPage() {
  return (
    <main>
      <MessagePanel
        icon={<Compass aria-hidden />}
        title={words.notFound}
        headingLevel={1}
        actions={
          <Link to="/" className={buttonVariants()}>
            {words.goToStart}
          </Link>
        }
      >
        {words.notFoundText}
      </MessagePanel>
    </main>
  );
}
