// The page of an invitation link: what it invites to, and joining with the account that it is for.
import { useAuthActions } from "@convex-dev/auth/react";
import { api } from "@repo/backend/_generated/api";
import { invitationToken, type ReceivedInvitation } from "@repo/validators/teams/invitations";
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

import { forgetToken } from "./link-token";
import { words } from "./words";

export function InvitationLinkPage({ token }: { token: string }) {
  const session = useSession();
  // The server refuses what cannot be a token, such as half of a link.
  const isToken = invitationToken.safeParse(token).success;
  const found = useQuery(api.invitations.preview, isToken ? { token } : "skip");
  // Joining uses the link up, before the page of the team is there.
  const [joining, setJoining] = useState<ReceivedInvitation | null>(null);
  const invitation = joining ?? (isToken ? found : null);
  if (invitation === undefined || session.kind === "loading") return <LoadingPage />;
  if (invitation === null) return <InvalidLink />;
  return (
    <main>
      <MessagePanel
        icon={<MailOpen aria-hidden />}
        title={words.invites(invitation)}
        headingLevel={1}
        actions={
          session.kind === "signedOut" ? (
            <WaysIn />
          ) : session.me.email === invitation.email ? (
            <Accept
              token={token}
              onJoining={(isJoining) => setJoining(isJoining ? invitation : null)}
            />
          ) : (
            <UseOtherAccount />
          )
        }
      >
        <p>{words.details(invitation)}</p>
        {session.kind === "signedIn" && session.me.email !== invitation.email && (
          <p role="alert">{words.otherAccount(session.me.email)}</p>
        )}
      </MessagePanel>
    </main>
  );
}

function InvalidLink() {
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

/** The token waits in the tab, so the way back does not carry it. */
function WaysIn() {
  const next = "/invitation";
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

/** Signs out and stays: the page then offers to sign in. */
function UseOtherAccount() {
  const { signOut } = useAuthActions();
  return <Button onClick={() => void signOut()}>{words.useOther}</Button>;
}

function Accept({ token, onJoining }: { token: string; onJoining: (isJoining: boolean) => void }) {
  const accept = useMutation(api.invitations.accept);
  const navigate = useNavigate();
  const [isPending, setIsPending] = useState(false);
  const join = async () => {
    setIsPending(true);
    onJoining(true);
    try {
      const team = await accept({ token });
      forgetToken();
      await navigate({ to: "/t/$team", params: { team } });
    } catch (error) {
      onJoining(false);
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
