// The parts of the app that are fetched later, when they do not arrive.
import { expect, expectAccessible, test } from "../support/test";
import { goTo, trySandbox } from "../support/steps";

test.use({ tolerated: /net::ERR_FAILED|Failed to fetch|Failed to load resource/ });

test("a screen that does not arrive says so and comes when it is tried again", async ({ page }) => {
  await trySandbox(page);
  await page.route(/split_trade-[^/]*\.wasm$/, (route) => route.abort());
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Services/ }).click();
  await expect(page.getByText("This part of the app did not arrive")).toBeVisible();
  await expectAccessible(page);
  await page.unroute(/split_trade-[^/]*\.wasm$/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Services/ })).toBeAttached();
  await goTo(page, "Orders");
});

test("without the part that asks panels the page says that it could not start", async ({ page }) => {
  await page.route(/split_engine-[^/]*\.wasm$/, (route) => route.abort());
  await page.getByRole("button", { name: /Try the sandbox.*v2/ }).click();
  await expect(page.getByRole("alert")).toContainText("could not start");
  await expectAccessible(page);
});
