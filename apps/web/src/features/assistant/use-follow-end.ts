import { useEffect, useRef, type RefObject } from "react";

/** How far from the end somebody may have scrolled and still follows it, in pixels. */
const NEAR = 80;

/**
 * Keeps the end of what scrolls in view while it grows, unless somebody has scrolled up to read.
 * @param growth what changes when it grows
 * @returns the ref of what scrolls
 */
export function useFollowEnd(growth: readonly unknown[]): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const follow = () => {
      const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
      isFollowing.current = rest < NEAR;
    };
    element.addEventListener("scroll", follow, { passive: true });
    return () => element.removeEventListener("scroll", follow);
  }, []);
  useEffect(() => {
    const element = ref.current;
    if (element !== null && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, growth);
  return ref;
}
