// JSON files whose values change, and whose order stays.

/**
 * JSON after a change to what it says.
 * @param change gets the value, and changes it in place
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each caller knows the shape of its file
export function editedJson(text: string, change: (json: any) => void): string {
  const json: unknown = JSON.parse(text);
  change(json);
  return `${JSON.stringify(json, null, 2)}\n`;
}
