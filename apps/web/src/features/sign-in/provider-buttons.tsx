// A button for each other way to sign in: those whose keys the deployment has.
import { useAuthActions } from "@convex-dev/auth/react";
import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";

import { Button } from "@/components/ui/button";

const names = { github: "GitHub", google: "Google" };

export function ProviderButtons() {
  const { signIn } = useAuthActions();
  const providers = useQuery(api.auth.providers, {}) ?? [];
  return providers.map((provider) => (
    <Button key={provider} type="button" variant="outline" onClick={() => void signIn(provider)}>
      Sign in with {names[provider]}
    </Button>
  ));
}
