import type { KeyboardCoordinateGetter } from "@dnd-kit/core";

/** Moves what is picked up to the middle of the next column that takes it, to the left or to the right. */
export const columnByKey: KeyboardCoordinateGetter = (event, { context }) => {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
  const { collisionRect, droppableContainers, droppableRects } = context;
  if (direction === undefined || collisionRect === null) return undefined;
  event.preventDefault();
  const middle = collisionRect.left + collisionRect.width / 2;
  const columns = droppableContainers.getEnabled().flatMap(({ id }) => {
    const rect = droppableRects.get(id);
    return rect ? [rect] : [];
  });
  const beyond = columns
    .filter((rect) => (rect.left + rect.width / 2 - middle) * direction > rect.width / 4)
    .sort((one, other) => (one.left - other.left) * direction);
  const [next] = beyond;
  if (next === undefined) return undefined;
  return {
    x: next.left + (next.width - collisionRect.width) / 2,
    y: next.top + 48,
  };
};
