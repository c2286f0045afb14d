// A document for React in Node. Import it before react-dom.
import { Window } from "happy-dom";

const window = new Window({ url: "http://localhost:5173/" });

/** What react-dom and the Convex client look for; fetch and WebSocket stay Node's. */
const names = [
  "document",
  "navigator",
  "HTMLIFrameElement",
  "location",
  "history",
  "localStorage",
] as const;
Object.defineProperty(globalThis, "window", { value: window, configurable: true });
for (const name of names) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
// happy-dom says `null` where a browser without locks says `undefined`, which is what libraries look for.
Object.defineProperty(window.navigator, "locks", { value: undefined });
