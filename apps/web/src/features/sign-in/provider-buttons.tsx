// A button for each other way to sign in: those whose keys the deployment has.
import { useAuthActions } from "@convex-dev/auth/react";
import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";
import { toast } from "sonner";

import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";

import { words } from "./words";

export function ProviderButtons() {
  const { signIn } = useAuthActions();
  const providers = useQuery(api.auth.providers, {}) ?? [];
  return providers.map((provider) => (
    <Button
      key={provider}
      variant="outline"
      onClick={() => {
        signIn(provider).catch((error: unknown) => {
          toast.error(words.providerFailed, { description: errorSentence(error) });
        });
      }}
    >
      {words.provider(provider)}
    </Button>
  ));
}
