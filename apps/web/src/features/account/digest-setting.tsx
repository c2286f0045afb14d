import { api } from "@repo/backend/_generated/api";
import { useMutation, useQuery } from "convex/react";

import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { failed } from "@/lib/failed";

import { words } from "./words";

export function DigestSetting() {
  const setting = useQuery(api.notificationSettings.get, {});
  const save = useMutation(api.notificationSettings.save).withOptimisticUpdate((store, choice) =>
    store.setQuery(api.notificationSettings.get, {}, choice),
  );
  return (
    <div className="flex items-center gap-3">
      <Switch
        id="digest"
        disabled={setting === undefined}
        checked={setting?.digest === "daily"}
        onCheckedChange={(isOn) => {
          save({ digest: isOn ? "daily" : "never" }).catch(failed(words.digestFailed));
        }}
      />
      <Label htmlFor="digest">{words.digest}</Label>
    </div>
  );
}
