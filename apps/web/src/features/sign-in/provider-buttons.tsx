// A button for each other way to sign in: those whose keys the deployment has.
import { useAuthActions } from "@convex-dev/auth/react";
import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";

import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";

import { words } from "./words";

export function ProviderButtons() {
  const { signIn } = useAuthActions();
  const providers = useQuery(api.auth.providers, {}) ?? [];
  return providers.map((provider) => (
    <Button
      key={provider}
      variant="outline"
      onClick={() => {
        signIn(provider).catch(failed(words.providerFailed));
      }}
    >
      {words.provider(provider)}
    </Button>
  ));
}
