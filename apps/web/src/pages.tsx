// The pages of the app: the router and who is signed in. Rendered below the connection.
import { App } from "./app.tsx";
import { createAppRouter } from "./router.tsx";

const router = createAppRouter();

export default function Pages() {
  return <App router={router} />;
}
