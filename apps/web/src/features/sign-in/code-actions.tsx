// What to do when the code does not arrive: have another one sent, or correct the address.
import { useState } from "react";

import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";
import { loadToast } from "@/lib/failed";

import { words } from "./words";

export interface CodeSending {
  email: string;
  /** Has another code mailed. */
  send: () => Promise<unknown>;
  /** Goes back to the address. */
  onOtherAddress: () => void;
}

export function CodeActions({ email, send, onOtherAddress }: CodeSending) {
  const [isPending, setIsPending] = useState(false);
  const sendAgain = async () => {
    setIsPending(true);
    try {
      await send();
      (await loadToast()).success(words.sentAgain(email));
    } catch (error) {
      (await loadToast()).error(errorSentence(error));
    } finally {
      setIsPending(false);
    }
  };
  return (
    <div className="-mt-2 flex flex-wrap gap-x-4">
      <PendingButton
        variant="link"
        size="sm"
        className="h-auto p-0"
        isPending={isPending}
        onClick={() => void sendAgain()}
      >
        {words.sendAgain}
      </PendingButton>
      <Button variant="link" size="sm" className="h-auto p-0" onClick={onOtherAddress}>
        {words.otherAddress}
      </Button>
    </div>
  );
}
