// What a page shows when drawing it threw: a query was refused, or the code has a mistake.
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useRouter } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";

import { errorCode, errorSentence } from "@/lib/error-sentences";
import { useSignOut } from "@/session/use-sign-out";
import { Button } from "@/components/ui/button";
import { MessagePanel } from "@/components/message-panel";

import { words } from "./words";

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const signOut = useSignOut();
  const needsSignIn = errorCode(error) === "UNAUTHENTICATED";
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <MessagePanel
      icon={<TriangleAlert aria-hidden />}
      title={words.notLoaded}
      headingLevel={1}
      actions={
        needsSignIn ? (
          <Button onClick={() => void signOut()}>{words.signInAgain}</Button>
        ) : (
          <Button onClick={retry}>{words.tryAgain}</Button>
        )
      }
    >
      <p role="alert">{errorSentence(error)}</p>
      {import.meta.env.DEV && (
        <details className="mt-4 text-left text-sm">
          <summary className="cursor-pointer text-center">{words.details}</summary>
          <pre className="mt-2 max-h-64 overflow-auto rounded-lg bg-muted p-3 whitespace-pre-wrap">
            {error instanceof Error ? error.message : String(error)}
          </pre>
        </details>
      )}
    </MessagePanel>
  );
}
