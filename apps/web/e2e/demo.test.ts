// The way into a demo.
import { flow } from "./app/test.ts";

flow("sign in to a demo account with a click", async (app, act) => {
  const page = await app.open("visitor", "/");
  const enter = page.getByRole("button", { name: /demo member/i });
  await enter.waitFor();
  await act(page, async () => {
    await enter.click();
    await page.getByRole("button", { name: "Your account: Max Member" }).waitFor();
  });
  await page.context().close();
});
