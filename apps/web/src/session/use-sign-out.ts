import { useAuthActions } from "@convex-dev/auth/react";
import { useNavigate } from "@tanstack/react-router";

/** Ends the session and goes to the sign-in page. Resolves when both are done. */
export function useSignOut(): () => Promise<void> {
  const { signOut } = useAuthActions();
  const navigate = useNavigate();
  return async () => {
    await signOut();
    await navigate({ to: "/sign-in", replace: true });
  };
}
