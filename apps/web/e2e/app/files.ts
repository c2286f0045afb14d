// Files to upload, as a person chooses them.
interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A picture of one pixel. */
export function picture(name: string): ChosenFile {
  const base64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  return { name, mimeType: "image/png", buffer: Buffer.from(base64, "base64") };
}

/** A text, as often as it takes to have so many bytes. */
export function textFile(name: string, text: string, bytes = text.length): ChosenFile {
  return { name, mimeType: "text/plain", buffer: Buffer.alloc(bytes, text) };
}
