// @vitest-environment happy-dom
import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { FakeConvex } from "@/testing/fake-convex";
import { renderPage } from "@/testing/render";

import { ConnectionNotice } from "./connection-notice";

afterEach(cleanup);

test("a connection that stays lost is announced, until it is back", async () => {
  const convex = new FakeConvex();
  await renderPage(<ConnectionNotice />, { convex });
  const notice = screen.getByRole("status");
  const shown = (isWebSocketConnected: boolean, connectionRetries: number) => {
    act(() => convex.connect({ isWebSocketConnected, connectionRetries }));
    return notice.textContent;
  };
  expect(notice.textContent).toBe("");
  expect(shown(false, 1)).toBe("");
  expect(shown(false, 2)).toBe("Connection lost. Reconnecting…");
  expect(shown(true, 0)).toBe("");
});
