// Which e-mails a person gets: a switch for the digest, and one for each kind that they can turn off.
import { api } from "@repo/backend/_generated/api";
import { optionalEmailKinds, type EmailKind } from "@repo/validators/platform/emails";
import type { NotificationChoice } from "@repo/validators/platform/notificationSettings";
import { useMutation, useQuery } from "convex/react";

import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { failed } from "@/lib/failed";

import { emailNames, words } from "./words";

export function EmailSettings() {
  return <EmailSwitches kinds={optionalEmailKinds} names={emailNames} />;
}

/** The switches of some kinds, each by its name. */
export function EmailSwitches<Kind extends EmailKind>({
  kinds,
  names,
}: {
  kinds: readonly Kind[];
  names: Readonly<Record<Kind, string>>;
}) {
  const setting = useQuery(api.notificationSettings.get, {});
  const { digest = "daily", muted = [] } = setting ?? {};
  const save = useMutation(api.notificationSettings.save).withOptimisticUpdate((store, choice) =>
    store.setQuery(api.notificationSettings.get, {}, choice),
  );
  const change = (changes: Partial<NotificationChoice>) => {
    save({ digest, muted, ...changes }).catch(failed(words.digestFailed));
  };
  return (
    <div className="grid gap-3">
      <Setting
        id="digest"
        label={words.digest}
        isOn={setting && digest === "daily"}
        onChange={(isOn) => change({ digest: isOn ? "daily" : "never" })}
      />
      {kinds.map((kind) => (
        <Setting
          key={kind}
          id={`email-${kind}`}
          label={names[kind]}
          isOn={setting && !muted.includes(kind)}
          onChange={(isOn) => {
            const others = muted.filter((other) => other !== kind);
            change({ muted: isOn ? others : [...others, kind] });
          }}
        />
      ))}
    </div>
  );
}

/** One switch; undefined until the setting is known. */
function Setting({
  id,
  label,
  isOn,
  onChange,
}: {
  id: string;
  label: string;
  isOn: boolean | undefined;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <div className="flex items-center gap-3">
      <Switch
        id={id}
        disabled={isOn === undefined}
        checked={isOn === true}
        onCheckedChange={onChange}
      />
      <Label htmlFor={id}>{label}</Label>
    </div>
  );
}
