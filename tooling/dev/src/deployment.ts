// What `pnpm dev` asks of the backend it has started: environment variables and a function call.

/** An HTTP origin and the key that opens it. */
export interface Deployment {
  origin: string;
  adminKey: string;
}

/** The deployment's environment variables, by name. Throws when the backend does not answer. */
export async function readVariables(deployment: Deployment): Promise<Record<string, string>> {
  const rows = await call(deployment, "/api/query", {
    path: "_system/cli/queryEnvironmentVariables",
    args: {},
  });
  const entries = (rows as { name: string; value: string }[]).map(({ name, value }) => [
    name,
    value,
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Sets environment variables of the deployment, all or none. Throws when one is refused. */
export async function setVariables(
  deployment: Deployment,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const changes = Object.entries(variables).map(([name, value]) => ({ name, value }));
  if (changes.length === 0) return;
  await post(deployment, "/api/update_environment_variables", { changes });
}

/** Whether functions have been pushed to it, now or in an earlier run. */
export async function hasFunctions(deployment: Deployment): Promise<boolean> {
  const text = await post(deployment, "/api/get_config_hashes", { adminKey: deployment.adminKey });
  return (JSON.parse(text) as { moduleHashes: unknown[] }).moduleHashes.length > 0;
}

/** Runs a function of any visibility with no arguments and returns its value. Throws what it throws. */
export function runFunction(deployment: Deployment, path: string): Promise<unknown> {
  return call(deployment, "/api/function", { path, args: {} });
}

/** Format of the function API: https://docs.convex.dev/http-api */
async function call(deployment: Deployment, route: string, body: object): Promise<unknown> {
  const text = await post(deployment, route, { ...body, format: "json" });
  const answer = JSON.parse(text) as { status: string; value?: unknown; errorMessage?: string };
  if (answer.status === "success") return answer.value;
  throw new Error(answer.errorMessage ?? `${route} answered ${text}`);
}

async function post(deployment: Deployment, route: string, body: object): Promise<string> {
  const response = await fetch(deployment.origin + route, {
    method: "POST",
    headers: {
      Authorization: `Convex ${deployment.adminKey}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${route} answered ${response.status}: ${text}`);
  return text;
}
