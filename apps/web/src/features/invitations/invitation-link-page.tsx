// The page of an invitation link: what it invites to, and joining with the account that it is for.
import { api } from "@repo/backend/_generated/api";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMutation, useQuery } from "convex/react";
import { MailOpen, MailX } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";

import { MessagePanel } from "@/components/message-panel";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";
import { useSession } from "@/session/session";
import { LoadingPage } from "@/shell/loading-page";

import { words } from "./words";

export function InvitationLinkPage({ token }: { token: string }) {
  const session = useSession();
  const invitation = useQuery(api.invitations.preview, { token });
  if (invitation === undefined || session.kind === "loading") return <LoadingPage />;
  if (invitation === null) {
    return (
      <main>
        <MessagePanel
          icon={<MailX aria-hidden />}
          title={words.invalid}
          headingLevel={1}
          actions={
            <Button asChild>
              <Link to="/">{words.home}</Link>
            </Button>
          }
        >
          {words.invalidText}
        </MessagePanel>
      </main>
    );
  }
  return (
    <main>
      <MessagePanel
        icon={<MailOpen aria-hidden />}
        title={words.invites(invitation)}
        headingLevel={1}
        actions={
          session.kind === "signedIn" ? (
            <Accept token={token} />
          ) : (
            <WaysIn next={`/invitations/${token}`} />
          )
        }
      >
        {words.details(invitation)}
      </MessagePanel>
    </main>
  );
}

function WaysIn({ next }: { next: string }) {
  return (
    <>
      <Button asChild>
        <Link to="/sign-in" search={{ next }}>
          {words.signIn}
        </Link>
      </Button>
      <Button asChild variant="outline">
        <Link to="/sign-in" search={{ mode: "sign-up", next }}>
          {words.signUp}
        </Link>
      </Button>
    </>
  );
}

function Accept({ token }: { token: string }) {
  const accept = useMutation(api.invitations.accept);
  const navigate = useNavigate();
  const [isPending, setIsPending] = useState(false);
  const join = async () => {
    setIsPending(true);
    try {
      const team = await accept({ token });
      await navigate({ to: "/t/$team", params: { team } });
    } catch (error) {
      toast.error(words.notAccepted, { description: errorSentence(error) });
    } finally {
      setIsPending(false);
    }
  };
  return (
    <PendingButton isPending={isPending} onClick={() => void join()}>
      {words.accept}
    </PendingButton>
  );
}
