// Keeps the focus in a list when what has it goes away: a row that is removed, or a button that has done its work.
import { useEffect, useRef, type RefObject } from "react";

/**
 * Moves the focus to the next row when the focused one is removed, to the one before it when it was the last, and to
 * the title of the page when no row is left. When only the focused control goes, its row gets the focus.
 * @returns the ref of the list; its rows are `li` elements with `tabIndex={-1}`
 */
export function useKeepFocus<Item extends HTMLElement>(): RefObject<Item | null> {
  const ref = useRef<Item>(null);
  useEffect(() => {
    const list = ref.current;
    if (list === null) return;
    let focused: Element | null = null;
    const follow = ({ target }: FocusEvent) => {
      focused = target instanceof Element && list.contains(target) ? target : null;
    };
    // Somebody who clicks beside the list has left it. What is removed loses the focus in the same way, so this waits
    // until the observer has seen the removal.
    const leave = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) return;
      setTimeout(() => {
        if (focused === target && focused !== document.activeElement) focused = null;
      });
    };
    const observer = new MutationObserver((records) => {
      const lost = focused;
      if (lost === null || lost.isConnected) return;
      focused = null;
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      const record = records.find(({ removedNodes }) =>
        [...removedNodes].some((node) => node.contains(lost)),
      );
      if (record) placeAfter(record)?.focus();
    });
    document.addEventListener("focusin", follow);
    list.addEventListener("focusout", leave);
    observer.observe(list, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", follow);
      list.removeEventListener("focusout", leave);
      observer.disconnect();
      // The whole list has gone, with its last row.
      const isLost = document.activeElement === document.body || document.activeElement === null;
      if (focused !== null && !focused.isConnected && isLost) pageTitle()?.focus();
    };
  }, []);
  return ref;
}

function placeAfter({ target, nextSibling, previousSibling }: MutationRecord): HTMLElement | null {
  const places = [
    target instanceof Element ? target.closest("li") : null,
    nextSibling,
    previousSibling,
    pageTitle(),
  ];
  const place = places.find((each) => each?.isConnected);
  return place instanceof HTMLElement ? place : null;
}

function pageTitle(): HTMLElement | null {
  return document.querySelector<HTMLElement>("main h1");
}
