import { api } from "@repo/backend/_generated/api";
import { fileLimits, imageTypes } from "@repo/validators/files/files";
import { useMutation } from "convex/react";
import { useRef, useState } from "react";
import { toast } from "sonner";

import { Avatar, AvatarFallback, AvatarImage } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { sendFailure, useSendFile } from "@/lib/use-send-file";
import { useMe } from "@/session/session";

import { words } from "./words";

export function Picture() {
  const me = useMe();
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const send = useSendFile("avatar", fileLimits.purposes.avatar);
  const setAvatar = useMutation(api.users.setAvatar);
  const removeAvatar = useMutation(api.users.removeAvatar);
  const [share, setShare] = useState<number | null>(null);
  const failed = (error: unknown) => {
    toast.error(words.pictureFailed, { description: sendFailure(error) });
  };
  const choose = async (file: File) => {
    try {
      setShare(0);
      await setAvatar({ fileId: await send(file, { onProgress: setShare }) });
    } catch (error) {
      failed(error);
    } finally {
      setShare(null);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Avatar className="size-16">
        {me.avatarUrl && <AvatarImage src={me.avatarUrl} alt={words.picture} />}
        <AvatarFallback className="text-xl">{me.name.charAt(0).toUpperCase()}</AvatarFallback>
      </Avatar>
      <div className="grid gap-2">
        <div className="flex flex-wrap gap-2">
          <Button variant="outline" size="sm" ref={chooser} onClick={() => input.current?.click()}>
            {words.choosePicture}
          </Button>
          {me.avatarUrl && (
            <Button
              variant="ghost"
              size="sm"
              onClick={() => {
                // This button goes with the picture.
                removeAvatar({}).then(() => chooser.current?.focus(), failed);
              }}
            >
              {words.removePicture}
            </Button>
          )}
        </div>
        <p role="status" className="text-sm text-muted-foreground">
          {share === null ? words.pictureHint : words.sending(share)}
        </p>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={imageTypes.join(",")}
        data-testid="picture-input"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void choose(file);
          target.value = "";
        }}
      />
    </div>
  );
}
