import { useEffect, useState } from "react";

/**
 * The time, in milliseconds since 1970, read again in steps.
 * @param step how long one lasts, in milliseconds
 */
export function useNow(step: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), step);
    return () => clearInterval(timer);
  }, [step]);
  return now;
}
