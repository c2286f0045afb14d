// People on an embedded backend, for tests that use the official client.
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import type { FunctionArgs } from "convex/server";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { rowsOf } from "./admin.ts";
import type { Embedded } from "./backend.ts";

interface Mail {
  to: string;
  text?: string;
}

/** What somebody signs up with. */
export const credentialsOf = (name: string) => ({
  name,
  email: `${name}@example.com`,
  password: "correct horse",
});

/**
 * Connects to a backend, as nobody at first.
 * @param url its address
 */
export function newClient(url: string): ConvexHttpClient {
  return new ConvexHttpClient(url, { logger: false });
}

/**
 * Signs a person up, with the code that was mailed to them.
 * @param backend where the app is deployed, without a key for e-mail
 * @param name their name, and the first part of their address
 * @returns their client, to be closed
 * @throws Error when no code came
 */
export async function signUp(backend: Embedded, name: string): Promise<ConvexClient> {
  const token = await tokenOf(backend, credentialsOf(name));
  const client = new ConvexClient(backend.url, { logger: false });
  client.setAuth(async () => token);
  return client;
}

/**
 * Signs a person up, with the code that was mailed to them.
 * @param backend where the app is deployed, without a key for e-mail
 * @param person who they are
 * @returns the token of their session
 * @throws Error when no code came
 */
export async function tokenOf(
  backend: Embedded,
  person: ReturnType<typeof credentialsOf>,
): Promise<string> {
  const nobody = newClient(backend.url);
  const enter = async (params: Record<string, string>) =>
    await nobody.action(api.auth.signIn, {
      provider: "password",
      params: { ...person, ...params },
    });
  await enter({ flow: "signUp" });
  const { tokens } = await enter({ flow: "confirm", code: await codeFor(backend, person.email) });
  if (!tokens) throw new Error(`${person.name} could not sign in with the code.`);
  return tokens.token;
}

/**
 * Finds the code in the newest e-mail to an address, as the dev mailbox keeps it.
 * @param backend where the app is deployed, without a key for e-mail
 * @param email the address
 * @throws Error when there is none
 */
export async function codeFor(backend: Embedded, email: string): Promise<string> {
  const mails = (await rowsOf(backend, "emails")) as unknown as Mail[];
  const text = mails.findLast(({ to }) => to === email)?.text ?? "";
  const code = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/m.exec(text)?.[0];
  if (code === undefined) throw new Error(`No code was mailed to ${email}.`);
  return code;
}

/**
 * Uploads a file.
 * @param client of the person who does
 * @param file its name, and what it is for
 * @param contentType its MIME type
 * @param content its bytes; a text stands for one byte each character
 * @returns the id of its row
 */
export async function upload(
  client: ConvexClient,
  file: FunctionArgs<typeof api.files.requestUpload>,
  contentType: string,
  content: string | Uint8Array,
): Promise<Id<"files">> {
  const { id, url } = await client.mutation(api.files.requestUpload, file);
  const body = typeof content === "string" ? Buffer.from(content, "latin1") : Buffer.from(content);
  const sent = await fetch(url, { method: "POST", headers: { "Content-Type": contentType }, body });
  const { storageId } = (await sent.json()) as { storageId: Id<"_storage"> };
  await client.mutation(api.files.finishUpload, { id, storageId });
  return id;
}
