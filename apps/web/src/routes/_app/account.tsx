import { api } from "@repo/backend/_generated/api";
import { createFileRoute } from "@tanstack/react-router";

import { AccountPage } from "@/features/account/account-page";

export const Route = createFileRoute("/_app/account")({
  loader: ({ context: { convex } }) => {
    convex.prewarmQuery({ query: api.notificationSettings.get, args: {} });
    convex.prewarmQuery({ query: api.quotas.mine, args: {} });
  },
  component: AccountPage,
});
