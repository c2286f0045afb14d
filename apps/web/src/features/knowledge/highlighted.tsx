/** A text with the words of a query marked. */
export function Highlighted({ text, query }: { text: string; query: string }) {
  const terms = query.match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  if (terms.length === 0) return <>{text}</>;
  const pattern = new RegExp(`(${terms.map((term) => `${term}\\p{L}*`).join("|")})`, "giu");
  return (
    <>
      {text.split(pattern).map((part, index) =>
        // The parts between the matches stand at even places.
        index % 2 === 1 ? (
          <mark key={index} className="rounded-sm bg-accent px-0.5 text-accent-foreground">
            {part}
          </mark>
        ) : (
          part
        ),
      )}
    </>
  );
}
