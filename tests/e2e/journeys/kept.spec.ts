// The service worker where a relay serves the app: the relay's own policy lets it be registered, and what
// spends goes past it.
import { addAccount, countsOf, placeOrder, plainService } from "../support/steps";
import { expect, test } from "../support/test";

test.use({ serviceWorkers: "allow" });

test("an app that is kept orders through the relay once", async ({ page, sandbox }) => {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  expect(await page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
  const account = sandbox.account("v2");
  await addAccount(page, account, "Relay");
  const before = await countsOf(sandbox, account);
  await placeOrder(page, await plainService(account));
  const after = await countsOf(sandbox, account);
  expect(after.adds_received - before.adds_received).toBe(1);
  expect(after.orders - before.orders).toBe(1);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url, method }) => `${method} ${new URL(url).pathname}`)));
    return all.flat();
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((line) => /^POST|\/(p|attempts|panels|sandbox)\b/.test(line))).toEqual([]);
});
