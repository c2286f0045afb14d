// Everything but the first visit: the backend's client, and all pages.
import { Connected } from "./connection/connected.tsx";
import Pages from "./pages.tsx";

export default function Client() {
  return (
    <Connected>
      <Pages />
    </Connected>
  );
}
