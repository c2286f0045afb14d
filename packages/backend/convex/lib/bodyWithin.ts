// Reading the body of a request without taking in more than is allowed.

/**
 * Reads a body up to a limit. One that is announced to be longer is not read at all.
 * @param request whose body it is
 * @param most how many bytes it may have
 * @returns the bytes with the content type that their sender named, or null when there are more
 */
export async function bodyWithin(
  request: Pick<Request, "body" | "headers">,
  most: number,
): Promise<Blob | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > most) return null;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  let read = await reader?.read();
  while (reader !== undefined && read?.done === false) {
    length += read.value.byteLength;
    if (length > most) {
      await reader.cancel();
      return null;
    }
    chunks.push(read.value);
    read = await reader.read();
  }
  return new Blob(chunks, { type: request.headers.get("Content-Type") ?? "" });
}
