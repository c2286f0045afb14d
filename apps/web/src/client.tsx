// Everything but the first visit: the backend's client, the router, and who is signed in.
import { App } from "./app.tsx";
import { Connected } from "./connection/connected.tsx";
import { createAppRouter } from "./router.tsx";

const router = createAppRouter();

export default function Client() {
  return (
    <Connected>
      <App router={router} />
    </Connected>
  );
}
