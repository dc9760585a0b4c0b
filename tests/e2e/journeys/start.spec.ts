// What a person meets first, and what stands when the app cannot run.
import { expect, expectAccessible, test } from "../support/test";

test("the first run shows, is accessible, and fetches no part of the app that it does not need", async ({ page, watch }) => {
  await expect(page.getByRole("heading", { level: 1, name: "All your panel accounts in one place" })).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  const modules = watch.addresses.filter((address) => address.endsWith(".wasm"));
  expect(modules, "only the first file, which `cargo xtask size` counts").toHaveLength(1);
  await expect(page.locator("#boot-skeleton")).toHaveCount(0);
  await expectAccessible(page);
});

test.describe("a changed file of the app", () => {
  test.use({ tolerated: /integrity|Failed to (fetch|load)|net::ERR/ });

  for (const [what, pattern] of [["wasm", /_bg\.wasm$/], ["script", /panelboard-[^/]*\.js$/]] as const) {
    test(`a changed ${what} does not run and the page says so`, async ({ page }) => {
      await page.route(pattern, async (route) => {
        const answer = await route.fetch();
        const body = Buffer.concat([await answer.body(), Buffer.from([0])]);
        await route.fulfill({ response: answer, body });
      });
      await page.reload();
      await expect(page.getByRole("alert")).toContainText("could not start");
      await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
      await expectAccessible(page);
    });
  }
});

test("inside another page it shows a way out and reads nothing", async ({ page, relay }) => {
  // The relay refuses to be framed; a static host cannot, so the page has to look by itself.
  await page.route(`${relay.origin}/`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ status: 200, contentType: "text/html", body: await answer.text() });
  });
  await page.route("**/outer", (route) =>
    route.fulfill({ contentType: "text/html", body: `<title>outer</title><iframe src="${relay.origin}/"></iframe>` }),
  );
  await page.goto(`${relay.origin}/outer`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("link", { name: "Open Panelboard on its own" })).toBeVisible();
  await expect(frame.getByRole("button", { name: "Reload" })).toBeHidden();
});
