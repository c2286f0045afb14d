import type { ReactNode } from "react";

import { ListBoundary } from "@/components/list-boundary";
import { Card, CardTitle } from "@/components/ui/card";
import { PageTitle } from "@/shell/page-title";

import { ChangePassword } from "./change-password";
import { EmailSettings } from "./email-settings";
import { ExportData } from "./export-data";
import { Picture } from "./picture";
import { ProfileForm } from "./profile-form";
import { RemoveAccount } from "./remove-account";
import { Sessions } from "./sessions";
import { Storage } from "./storage";
import { words } from "./words";

export function AccountPage() {
  return (
    <div className="grid max-w-3xl gap-6">
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <Part title={words.profile}>
        <Picture />
        <ProfileForm />
      </Part>
      <Part title={words.notifications}>
        <EmailSettings />
      </Part>
      <Part title={words.password}>
        <ChangePassword />
      </Part>
      <Part title={words.sessions}>
        <Sessions />
      </Part>
      <Part title={words.storage}>
        <Storage />
      </Part>
      <Part title={words.data}>
        <ExportData />
      </Part>
      <Part title={words.danger}>
        <RemoveAccount />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <CardTitle>{title}</CardTitle>
      <ListBoundary>{children}</ListBoundary>
    </Card>
  );
}
