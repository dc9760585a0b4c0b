// Installed, and without a network.
import { BASE, built, caches, expect, expectRunning, isLocal, openKept, ROUTES, test } from "./site";

test("the browser finds nothing that keeps the app from being installed", async ({ page, host, watch }) => {
  void watch;
  await openKept(page, host);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A private window can never install; nothing else may be wrong.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  const { url, errors, data } = await session.send("Page.getAppManifest");
  expect(url).toBe(host.at("manifest.webmanifest"));
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data!);
  expect(manifest.id).toBe(BASE);
  for (const { src } of manifest.icons) expect((await page.request.get(new URL(src, url).href)).status(), src).toBe(200);
});

test.describe("without a network", () => {
  test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|ERR_FAILED/ });

  for (const route of ROUTES) {
    test(`it starts at "${route}"`, async ({ page, host, context, watch }) => {
      void watch;
      await openKept(page, host);
      await context.setOffline(true);
      await page.goto(host.at(route));
      await expectRunning(page);
      await page.reload();
      await expectRunning(page);
    });
  }

  test("another language is there too", async ({ page, host, context, watch }) => {
    void watch;
    await openKept(page, host);
    await context.setOffline(true);
    await page.addInitScript(() => localStorage.setItem("panelboard.settings", JSON.stringify({ v: 1, data: { locale: "ar", theme: "", density: "" } })));
    await page.goto(host.at());
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expectRunning(page);
  });
});

test("every file of the build is kept, and only those", async ({ page, host, watch }) => {
  void watch;
  await openKept(page, host);
  const names = await caches(page);
  expect(names).toEqual([`panelboard ${BASE} ${built(host).name}`]);
  const kept = await page.evaluate(async (name) => (await (await globalThis.caches.open(name)).keys()).map(({ url }) => url).sort(), names[0]!);
  expect(kept).toEqual(Object.keys(built(host).files).map((name) => host.at(name)).sort());
});

test.describe("what is not the site's own", () => {
  test.use({ tolerated: /status of 40[45]/ });

  test("is left to the network: posts, the relay's addresses, the trial accounts", async ({ page, host, watch }) => {
    void watch;
    await openKept(page, host);
    await page.reload();
    expect(await page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
    const before = host.asked.length;
    const paths = ["panels", "p/x", "attempts/x", "sandbox.json"];
    const answers = await page.evaluate(
      async ({ base, paths }) => {
        const get = await Promise.all(paths.map(async (path) => (await fetch(base + path, { cache: "no-store" })).status));
        const post = (await fetch(base, { method: "POST", body: "x" })).status;
        return [...get, post];
      },
      { base: host.at(), paths },
    );
    expect(answers).toEqual([404, 404, 404, isLocal ? 200 : 404, 405]);
    const asked = host.asked.slice(before);
    for (const path of paths) expect(asked).toContain(`GET ${BASE}${path}`);
    expect(asked).toContain(`POST ${BASE}`);
  });
});
