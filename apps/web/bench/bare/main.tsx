// What React and Vite do alone: two plain lists, and a button that moves a row. The app is measured beside it.
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

const ROWS = 500;

function Lists() {
  const [moved, setMoved] = useState<readonly number[]>([]);
  const rows = Array.from({ length: ROWS }, (_, number) => number);
  const list = (name: string, shown: readonly number[]) => (
    <section aria-label={name} style={{ height: 500, overflowY: "auto" }} data-scroller>
      {shown.map((number) => (
        <article key={number} style={{ height: 84 }}>
          <h2>Task {number}</h2>
          <button onClick={() => setMoved([number, ...moved])}>Move</button>
        </article>
      ))}
    </section>
  );
  return (
    <>
      {list(
        "Open",
        rows.filter((number) => !moved.includes(number)),
      )}
      {list("In progress", moved)}
    </>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Lists />
  </StrictMode>,
);
