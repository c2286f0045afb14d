import { useAuthActions } from "@convex-dev/auth/react";

/** Ends the session and opens the sign-in page. A new load leaves nothing of the person in memory. */
export function useSignOut(): () => Promise<void> {
  const { signOut } = useAuthActions();
  return async () => {
    await signOut();
    location.replace("/sign-in");
  };
}
