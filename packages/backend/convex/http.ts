// HTTP routes of the site origin: the discovery document and keys by which session tokens are checked.
import { httpRouter } from "convex/server";
import { auth } from "./auth";

const http = httpRouter();
auth.addHttpRoutes(http);

export default http;
