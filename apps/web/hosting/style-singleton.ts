// Stands for the package `react-style-singleton`, by which Radix keeps the page from scrolling behind a window. The
// package adds a style element, which the headers of `hosting/headers.ts` refuse; a sheet made here is one of our own
// scripts, and allowed.
import { useEffect } from "react";

/** Rules that apply while at least one component asks for them. */
class SharedSheet {
  #askedBy = 0;
  #sheet: CSSStyleSheet | null = null;

  add(rules: string): void {
    this.#askedBy += 1;
    if (this.#askedBy > 1) return;
    this.#sheet = new CSSStyleSheet();
    this.#sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(this.#sheet);
  }

  remove(): void {
    this.#askedBy -= 1;
    if (this.#askedBy > 0) return;
    const { adoptedStyleSheets } = document;
    document.adoptedStyleSheets = adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }
}

interface Props {
  /** The rules; those of the first component that asks count. */
  styles: string;
  /** Whether other rules later replace them. */
  dynamic?: boolean;
}

/**
 * Makes a component that shows nothing, and whose rules apply while it is there.
 * @returns the component; all of its elements have one sheet in common
 */
export function styleSingleton(): (props: Props) => null {
  const sheet = new SharedSheet();
  return function Sheet({ styles, dynamic = false }) {
    useEffect(() => {
      sheet.add(styles);
      return () => sheet.remove();
    }, [dynamic ? styles : ""]);
    return null;
  };
}
