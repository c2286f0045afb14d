// Request, Response and fetch: the host's, except that JSON they parse belongs to this realm.

import { guard } from "./errors.ts";
import type { RealmHooks, RealmHost } from "./host.ts";

/** Puts the fetch classes on the global object. */
export function installClasses(
  host: RealmHost,
  define: (name: string, value: unknown) => void,
): Pick<RealmHooks, "adoptRequest" | "isResponse"> {
  const HostRequest = host.globals.Request as typeof Request;
  const HostResponse = host.globals.Response as typeof Response;

  class RealmRequest extends HostRequest {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(input, withDuplex(init));
    }
    override async json(): Promise<unknown> {
      return JSON.parse(await this.text());
    }
    override clone(): Request {
      return adopt(super.clone(), RealmRequest.prototype);
    }
  }
  class RealmResponse extends HostResponse {
    static override json(data: unknown, init?: ResponseInit): Response {
      return adopt(HostResponse.json(data, init), RealmResponse.prototype);
    }
    static override redirect(url: string | URL, status?: number): Response {
      return adopt(HostResponse.redirect(url, status), RealmResponse.prototype);
    }
    static override error(): Response {
      return adopt(HostResponse.error(), RealmResponse.prototype);
    }
    override async json(): Promise<unknown> {
      return JSON.parse(await this.text());
    }
    override clone(): Response {
      return adopt(super.clone(), RealmResponse.prototype);
    }
  }
  Object.defineProperty(RealmRequest, "name", { value: "Request" });
  Object.defineProperty(RealmResponse, "name", { value: "Response" });
  define("Request", RealmRequest);
  define("Response", RealmResponse);
  define("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    guard(host, "fetch()");
    return adopt(await host.fetch(input, withDuplex(init)), RealmResponse.prototype);
  });
  return {
    adoptRequest: (request) => adopt(request, RealmRequest.prototype),
    isResponse: (value): value is Response => value instanceof HostResponse,
  };
}

function adopt<T extends object>(object: T, prototype: T): T {
  return Object.setPrototypeOf(object, prototype) as T;
}

/** Node wants `duplex` said for a streamed body; Convex does not. */
function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  if (!(init?.body instanceof ReadableStream)) return init;
  return { duplex: "half", ...init } as RequestInit;
}
