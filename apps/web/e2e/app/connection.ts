import type { Page, WebSocketRoute } from "playwright-core";

/** The connection of one page to the backend, which a test can cut. */
export class Connection {
  readonly #open = new Set<WebSocketRoute>();
  #isCut = false;

  /** Takes the connection of a page that has not been opened yet. Its calls are no longer recorded. */
  static async of(page: Page): Promise<Connection> {
    const connection = new Connection();
    await page.routeWebSocket(/\/sync$/, (socket) => connection.#connect(socket));
    return connection;
  }

  /** Ends the connection, and refuses another one. */
  async cut(): Promise<void> {
    this.#isCut = true;
    await Promise.all([...this.#open].map((socket) => socket.close()));
    this.#open.clear();
  }

  /** Lets the page connect again. */
  restore(): void {
    this.#isCut = false;
  }

  #connect(socket: WebSocketRoute): void {
    if (this.#isCut) {
      void socket.close();
      return;
    }
    socket.connectToServer();
    this.#open.add(socket);
  }
}
