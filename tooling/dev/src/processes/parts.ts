// The running parts of `pnpm dev`: whichever ends by itself ends the run; all are stopped together.

/** Something that was started. `ended` resolves with a sentence when it stops by itself. */
export interface Part {
  stop: () => Promise<void>;
  ended?: Promise<string>;
}

export class Parts {
  #parts: Part[] = [];
  #isStopping = false;
  #fail: (error: Error) => void = () => undefined;

  /** Rejects when a part has ended although nobody stopped it. Never resolves. */
  readonly failure: Promise<never> = new Promise((_, reject) => (this.#fail = reject));

  constructor() {
    // Somebody who only looks at it later must not be beaten by Node's unhandled rejection.
    this.failure.catch(() => undefined);
  }

  /** Takes charge of a part. Throws, and stops it again, when everything is being stopped already. */
  add<P extends Part>(part: P): P {
    if (this.#isStopping) {
      void part.stop();
      throw new Error("STOPPING: started while everything was being stopped.");
    }
    this.#parts.push(part);
    void part.ended?.then((sentence) => {
      if (!this.#isStopping) this.#fail(new Error(`${sentence} Stopping the rest.`));
    });
    return part;
  }

  /** Stops all parts at the same time. Resolves when the last one is down. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.allSettled(this.#parts.splice(0).map((part) => part.stop()));
  }
}
