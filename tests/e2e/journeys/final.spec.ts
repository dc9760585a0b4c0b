// Every screen once, as somebody with an account: also run on the published site's own bytes by
// `cargo xtask dist`, where the first run alone would not miss a part.
import { addAccount, confirmOrder, fillOrder, goTo, plainService, chooseService } from "../support/steps";
import { expect, test } from "../support/test";

test("somebody with an account opens every screen, and each part arrives", async ({ page, sandbox, watch }) => {
  const account = sandbox.account("v2");
  await addAccount(page, account, "Relay");
  await expect(page.getByRole("main").getByText("$").filter({ visible: true }).first()).toBeVisible();
  await chooseService(page, await plainService(account));
  await fillOrder(page, "https://www.instagram.com/p/Cfinal/", 100);
  await confirmOrder(page);
  await expect(page.getByText("Order placed")).toBeVisible();
  await goTo(page, "Orders");
  await page.getByRole("row").getByRole("link").first().click();
  await expect(page.getByRole("dialog", { name: "Order details" })).toBeVisible();
  await page.keyboard.press("Escape");
  await goTo(page, "Settings");
  await page.getByRole("link", { name: /^Edit/ }).first().click();
  await expect(page.getByText("What this panel supports, and how we know").first()).toBeVisible();
  await goTo(page, "Home");
  const wasm = new Set(watch.addresses.filter((address) => address.endsWith(".wasm")).map((address) => new URL(address).pathname));
  expect(wasm.size, "the first file and the parts").toBeGreaterThan(3);
});
