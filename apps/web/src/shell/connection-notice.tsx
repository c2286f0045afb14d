import { useConvexConnectionState } from "convex/react";
import { WifiOff } from "lucide-react";

import { words } from "./words";

/** Failed attempts to connect before the page says so. */
const QUIET_RETRIES = 2;

/** Says that the shown data may be out of date while the backend cannot be reached. */
export function ConnectionNotice() {
  const { isWebSocketConnected, connectionRetries } = useConvexConnectionState();
  const isLost = !isWebSocketConnected && connectionRetries >= QUIET_RETRIES;
  return (
    <div role="status" className="fixed inset-x-0 bottom-4 z-40 grid justify-items-center px-4">
      {isLost && (
        <p className="flex items-center gap-2 rounded-full border border-border bg-card px-4 py-2 text-sm shadow-sm">
          <WifiOff aria-hidden className="size-4 text-destructive" />
          {words.connectionLost}
        </p>
      )}
    </div>
  );
}
