import { useState } from "react";

import { Button } from "@/components/ui/button";

import { words } from "./words";

/** An e-mail as mail programs draw it, once it is asked for: in a frame that may run nothing and reach nobody. */
export function EmailHtml({ subject, html }: { subject: string; html: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant="outline"
        size="sm"
        aria-expanded={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? words.hideHtml : words.showHtml}
      </Button>
      {isShown && (
        <iframe
          sandbox=""
          srcDoc={html}
          title={subject}
          className="h-96 w-full rounded-lg border bg-white"
        />
      )}
    </div>
  );
}
