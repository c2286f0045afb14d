// Components under react-dom with the official React client, and what they rendered.
import "./dom.ts";
import { ConvexProvider, ConvexReactClient, type ConvexReactClientOptions } from "convex/react";
import { createElement, StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { WebSocket } from "ws";
import { waitFor } from "./wait-for.ts";

/** The official React client on Node's sockets, quiet. */
export function reactClient(
  url: string,
  options: ConvexReactClientOptions = {},
): ConvexReactClient {
  return new ConvexReactClient(url, {
    webSocketConstructor: WebSocket as never,
    logger: false,
    unsavedChangesWarning: false,
    skipConvexDeploymentUrlCheck: true,
    ...options,
  });
}

export interface Rendered<T> {
  /** What each render of the component saw, in order. */
  renders: T[];
  last(): T;
  waitFor(what: string, match: (value: T) => boolean, timeout?: number): Promise<T>;
  unmount(): void;
}

/** Renders `node` in a document of its own; returns the unmount. */
export function renderNode(node: ReactNode): () => void {
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(node);
  return () => root.unmount();
}

/** Runs a hook in a component and records what it returns in every render. `wrap` adds providers. */
export function renderHook<T>(hook: () => T, wrap: (child: ReactNode) => ReactNode): Rendered<T> {
  const renders: T[] = [];
  function Probe() {
    renders.push(hook());
    return null;
  }
  const unmount = renderNode(wrap(createElement(Probe)));
  return {
    renders,
    last: () => renders.at(-1)!,
    async waitFor(what, match, timeout = 120_000) {
      await waitFor(what, () => renders.length > 0 && match(renders.at(-1)!), { timeout }).catch(
        (error) => {
          throw new Error(`${error.message}\nlast render: ${JSON.stringify(renders.at(-1))}`);
        },
      );
      return renders.at(-1)!;
    },
    unmount,
  };
}

/** `renderHook` below a ConvexProvider; `strict` doubles the effects as React does in development. */
export function renderConvex<T>(
  client: ConvexReactClient,
  hook: () => T,
  { strict = false } = {},
): Rendered<T> {
  return renderHook(hook, (child) => {
    // React's types want the child as a prop; createElement's third argument is the same thing.
    const provided = createElement(ConvexProvider, { client, children: child });
    return strict ? createElement(StrictMode, null, provided) : provided;
  });
}
