// What stands in place of a list whose query was refused. The page around it stays, with all that was typed.
import { CatchBoundary, type ErrorComponentProps } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { errorCode, errorSentence } from "@/lib/error-sentences";
import { Button } from "@/components/ui/button";
import { MessagePanel } from "@/components/message-panel";

import { words } from "./words";

/** `resetKey` is what the query depends on: with another one it is tried again. */
export function ListBoundary({
  resetKey = "",
  children,
}: {
  resetKey?: string;
  children: ReactNode;
}) {
  return (
    <CatchBoundary getResetKey={() => resetKey} errorComponent={ListError}>
      {children}
    </CatchBoundary>
  );
}

function ListError({ error, reset }: ErrorComponentProps) {
  // Then the page has to go, too.
  if (errorCode(error) === "UNAUTHENTICATED") throw error;
  return (
    <MessagePanel
      icon={<TriangleAlert aria-hidden />}
      title={words.notLoaded}
      actions={<Button onClick={reset}>{words.tryAgain}</Button>}
    >
      <p role="alert">{errorSentence(error)}</p>
    </MessagePanel>
  );
}
