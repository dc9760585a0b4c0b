// Orders that failed or were delivered in part: what the panel keeps and gives back is said, and they
// need attention until they were seen.
import { addAccount, goTo, orderDetail, placeOrder, plainService } from "../support/steps";
import { expect, expectAccessible, test } from "../support/test";

test.use({ world: { speed: 0 } });

const ENDS = [
  { state: "partial", remains: 40, says: /The panel keeps (about )?\$|should keep about \$/ },
  { state: "failed", remains: undefined, says: /Ask its support for the money|went back to your balance|Check your balance there/ },
] as const;

for (const { state, remains, says } of ENDS) {
  test(`d14 ${state}: the money is told, and it needs attention until it was seen`, async ({ page, sandbox }) => {
    const account = sandbox.account("v2");
    await addAccount(page, account);
    const number = await placeOrder(page, await plainService(account));
    const detail = orderDetail(page);
    await sandbox.change("/world", { order: { id: number, state, remains }, profile: account.name });
    await detail.getByRole("button", { name: "Refresh statuses" }).click();
    await expect(detail.getByText("The money", { exact: true })).toBeVisible();
    await expect(detail.getByText(says)).toBeVisible();
    await expectAccessible(page);
    await detail.getByRole("button", { name: "Close" }).click();
    await page.goto(new URL("/", page.url()).href);
    await expect(page.getByRole("main").getByRole("heading", { name: /Needs attention/ })).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "All", exact: true }).click();
    await page.getByRole("row").filter({ hasText: number }).getByRole("link").click();
    // One thing is marked as seen at a time.
    const seen = detail.getByRole("button", { name: "Mark as seen" });
    await expect(seen).toHaveCount(1);
    await expect(async () => {
      if ((await seen.count()) > 0) await seen.click({ timeout: 1_000 });
      expect(await seen.count()).toBe(0);
    }).toPass();
    await expect(detail.getByText(says), "what it says stays").toBeVisible();
    await detail.getByRole("button", { name: "Close" }).click();
    await expect(detail).toBeHidden();
    await page.reload();
    await goTo(page, "Home");
    await expect(page.getByRole("heading", { name: "Last orders" })).toBeVisible();
    await expect(page.getByRole("heading", { name: /Needs attention/ })).toHaveCount(0);
  });
}
