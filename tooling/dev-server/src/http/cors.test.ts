import { Hono } from "hono";
import { expect, it } from "vitest";
import { cloudCors } from "./cors.ts";

function app(): Hono {
  const hono = new Hono();
  hono.onError((error, c) => c.json({ code: "X", message: error.message }, 400));
  hono.use(cloudCors);
  hono.get("/good", (c) => c.text("good"));
  hono.get("/bad", () => {
    throw new Error("bad");
  });
  return hono;
}

const Origin = "https://app.test";

it("a preflight is answered with an empty 200 that mirrors what was asked", async () => {
  const response = await app().request("/good", {
    method: "OPTIONS",
    headers: {
      Origin,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "convex-client,content-type",
    },
  });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": Origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET,POST,OPTIONS,PATCH,DELETE,PUT",
    "access-control-allow-headers": "convex-client,content-type",
    "access-control-max-age": "86400",
  });
});

it.each([
  ["/good", 200],
  ["/bad", 400],
  ["/unknown", 404],
])("%s (%i) may be read by the page that asked", async (path, status) => {
  const response = await app().request(path, { headers: { Origin } });
  expect(response.status).toBe(status);
  expect(response.headers.get("access-control-allow-origin")).toBe(Origin);
  expect(response.headers.get("access-control-allow-credentials")).toBe("true");
  expect(response.headers.get("vary")).toBe("Origin");
});

it("what comes from no page has no CORS headers", async () => {
  const response = await app().request("/good");
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});
