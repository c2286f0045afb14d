// The calls that a page makes to the backend, as they leave the browser.
import type { Page } from "playwright-core";

export interface Call {
  /**
   * A query that is subscribed to, a function that is run once, or the bytes of a file. `part`: the next part of a text
   * that is being written, for which the library of the assistant makes a new subscription each time.
   */
  kind: "query" | "part" | "run" | "upload";
  /** Such as `tasks:create`; for an upload its address. */
  name: string;
  /** What the function is given, as JSON; of an upload nothing. */
  args: string;
  /** The address of the page at that time. */
  from: string;
}

/** What goes over the WebSocket, as far as it says which calls are made and answered. */
type Sent =
  | { type: "ModifyQuerySet"; modifications: QueryChange[] }
  | { type: "Mutation" | "Action"; udfPath: string; args: unknown }
  | { type: "Authenticate" | "Connect" | "Event" };
type QueryChange =
  | { type: "Add"; queryId: number; udfPath: string; args: unknown }
  | { type: "Remove"; queryId: number };
type Received = { type: "Transition"; modifications: { queryId: number }[] } | { type: "Ping" };

/** A page that has sent and received nothing for so long is loaded. */
const QUIET_MS = 700;

/** The calls of one page, in their order. */
export class CallRecord {
  readonly calls: Call[] = [];
  /** The names of the queries that were answered, each time they were: what a change sends to the page. */
  readonly answers: string[] = [];
  /** The queries that the page is subscribed to: name and arguments, by their number. */
  readonly #subscribed = new Map<number, string>();
  /** Those that have not been answered yet. */
  readonly #waiting = new Set<number>();
  /** How often the page has been loaded. */
  #loads = 0;
  #hasAnswers = false;
  #changedAt = 0;
  readonly #page: Page;

  /** Records from now on: the page must not have been opened yet. */
  constructor(page: Page) {
    this.#page = page;
    page.on("websocket", (socket) => {
      // Frames of the page before may still arrive after the next one has begun.
      const load = this.#loads;
      socket.on("framesent", ({ payload }) => {
        if (load === this.#loads) this.#sent(JSON.parse(payload.toString()) as Sent);
      });
      socket.on("framereceived", ({ payload }) => {
        if (load === this.#loads) this.#received(JSON.parse(payload.toString()) as Received);
      });
    });
    page.on("request", (request) => {
      const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
      if (isPage) this.#forget();
      if (request.method() !== "POST") return;
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/api/storage/")) this.#add("upload", pathname);
      if (!/^\/api\/(query|mutation|action)$/.test(pathname)) return;
      const body = request.postData() ?? "";
      // The auth library renews its token when it sees fit.
      if (body.includes("refreshToken")) return;
      const { path, args } = JSON.parse(body) as { path: string; args: unknown };
      this.#add("run", path, args);
    });
  }

  /** Whether everything that the page asked for is there, and it asks for nothing more. */
  get isComplete(): boolean {
    return this.#hasAnswers && this.isQuiet;
  }

  /** The same for a page that may ask for nothing at all. */
  get isQuiet(): boolean {
    return this.#waiting.size === 0 && performance.now() - this.#changedAt > QUIET_MS;
  }

  /** What the page still waits for, by name. */
  get unanswered(): string[] {
    return [...this.#waiting].map((query) => this.#subscribed.get(query) ?? "a query");
  }

  #sent(message: Sent): void {
    if (message.type === "Mutation" || message.type === "Action") {
      this.#add("run", message.udfPath, message.args);
    }
    if (message.type !== "ModifyQuerySet") return;
    for (const change of message.modifications) {
      if (change.type === "Add") this.#subscribe(change);
      else this.#unsubscribe(change.queryId);
    }
  }

  #received(message: Received): void {
    if (message.type !== "Transition") return;
    this.#changedAt = performance.now();
    if (message.modifications.length > 0) this.#hasAnswers = true;
    for (const { queryId } of message.modifications) {
      this.#waiting.delete(queryId);
      const [name] = /^[^[]+/.exec(this.#subscribed.get(queryId) ?? "") ?? [];
      if (name !== undefined) this.answers.push(name.replace(".js:", ":"));
    }
  }

  #subscribe({ queryId, udfPath, args }: Extract<QueryChange, { type: "Add" }>): void {
    const query = udfPath + JSON.stringify(args);
    // A new connection asks for everything again.
    if (this.#subscribed.get(queryId) === query) return;
    this.#subscribed.set(queryId, query);
    this.#waiting.add(queryId);
    const isPart = JSON.stringify(args).includes('"kind":"deltas"');
    this.#add(isPart ? "part" : "query", udfPath, args);
  }

  #unsubscribe(queryId: number): void {
    this.#subscribed.delete(queryId);
    this.#waiting.delete(queryId);
  }

  #forget(): void {
    this.#loads += 1;
    this.#hasAnswers = false;
    this.#subscribed.clear();
    this.#waiting.clear();
    this.#changedAt = performance.now();
  }

  #add(kind: Call["kind"], name: string, given: unknown = null): void {
    this.#changedAt = performance.now();
    this.calls.push({
      kind,
      name: name.replace(".js:", ":"),
      args: JSON.stringify(given),
      from: this.#page.url(),
    });
  }
}
