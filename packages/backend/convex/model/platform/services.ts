// Calls to services outside, on behalf of a job: the job alone repeats what failed.
import { SettingError } from "./failures";

/** Where a service is, and the variable that says so. */
export interface ServiceAddress {
  variable: string;
  url: string | undefined;
}

/** A call that no service answers in this time has failed. */
const TIMEOUT_MS = 60_000;

/**
 * Posts JSON to a service.
 * @param address where it is
 * @param body what is sent
 * @param key the same for each attempt at one job, so that the service does not do the work twice
 * @returns the response, which is in order
 * @throws SettingError without an address; ServiceError for any other response
 */
export async function postJson(
  { variable, url }: ServiceAddress,
  body: unknown,
  key: string,
): Promise<Response> {
  if (url === undefined) {
    const how = `Set it with: convex env set ${variable} <value>`;
    throw new SettingError(`SERVICE_SETTING: ${variable} is missing. ${how}`);
  }
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return response;
  throw new ServiceError(variable, response.status);
}

/** A service answered that it did not do the work. */
class ServiceError extends TypeError {
  override name = "ServiceError";
  /** False for four hundred and the like: the next attempt would be refused, too. */
  readonly isRetryable: boolean;

  constructor(
    variable: string,
    readonly statusCode: number,
  ) {
    super(`The service of ${variable} answered ${statusCode}.`);
    this.isRetryable = statusCode >= 500 || statusCode === 429;
  }
}
