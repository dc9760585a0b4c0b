// Before there is an account: the page before the app, the first run, adding an account.
import { PANELS, expect, test } from "./studio";

const { north, volga } = PANELS;

test("the page before the app", async ({ studio, page }) => {
  await page.route("**/*_bg.wasm", () => undefined); // it never comes
  await page.goto(studio.origin);
  await expect(page.locator("#boot-skeleton")).toBeVisible();
  await studio.shot("boot-loading");
});

test("the app that cannot start", async ({ studio, page }) => {
  await page.route("**/*_bg.wasm", (route) => route.abort());
  await page.goto(studio.origin);
  await expect(page.getByRole("alert")).toBeVisible();
  await studio.shot("boot-failed");
});

test("a part that does not arrive", async ({ studio, page }) => {
  await page.route(/split_trade-[^/]*\.wasm$/, (route) => route.abort());
  await studio.add(north);
  await studio.open("/services");
  await expect(page.locator(".main .note, .main [role=alert]").first()).toBeVisible();
  await studio.shot("part-missing");
});

test("first run", async ({ studio, page }) => {
  await studio.open("/");
  await expect(page.locator(".actions-col button").first()).toBeVisible();
  await studio.shot("first-run-content", { full: true });
  const sandbox = studio.sandbox.account("v2").address;
  await page.route(sandbox, () => undefined);
  await page.locator(".actions-col button").first().click();
  await expect(page.locator(".actions-col [aria-busy=true]").first()).toBeVisible();
  await studio.shot("first-run-loading");
});

test("first run, the trial does not answer", async ({ studio, page }) => {
  await studio.open("/");
  for (const dialect of ["v1", "v2"] as const) await page.route(studio.sandbox.account(dialect).address, (route) => route.abort());
  await page.route("**/p/**", (route) => route.abort());
  await page.locator(".actions-col button").first().click();
  await expect(page.locator(".actions-col .note")).toBeVisible();
  await studio.shot("first-run-error");
});

test("add an account: form", async ({ studio, page }) => {
  await studio.open("/accounts/add");
  await studio.shot("add-account-empty", { full: true });
  await page.locator(".submit-bar .btn--primary").click();
  await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  await studio.shot("add-account-invalid", { full: true });
  await page.locator("#address").fill("northpanel.example");
  await page.locator("details.more summary").click();
  await studio.shot("add-account-advanced", { full: true });
});

test("add an account: each way that works", async ({ studio, page }) => {
  studio.says("services", "wait");
  await studio.test(north);
  await expect(page.locator(".steps")).toBeVisible();
  await studio.shot("add-account-testing");
  studio.says("services", undefined);
  await studio.test(north);
  await expect(page.locator("#outcome .panel")).toBeVisible();
  await studio.shot("add-account-found-v2", { full: true });
  await studio.test(volga);
  await expect(page.locator("#outcome .panel")).toBeVisible();
  await studio.shot("add-account-found-v1", { full: true });
});

test("add an account: through the relay", async ({ studio, page }) => {
  // The browser may not read this panel: the sandbox itself, with its answers closed to browsers.
  await studio.sandbox.change("/world", { cors: false });
  await studio.test(north, { address: studio.sandbox.account("v2").address });
  await expect(page.locator("#outcome .panel")).toBeVisible();
  await studio.shot("add-account-found-relay", { full: true });
  await studio.sandbox.change("/world", { cors: true });
});

test("add an account: each way that does not", async ({ studio, page }) => {
  const outcome = page.locator("#outcome .note");
  await studio.test(north, { key: "not-the-key-0000" });
  await expect(page.locator("#key[aria-invalid=true]")).toBeVisible();
  await studio.shot("add-account-bad-key", { full: true });
  const failures = {
    unreachable: "fail",
    "web-page": { type: "text/html", body: "<!doctype html><title>Just a moment…</title><p>Checking your browser" },
    "not-a-panel": { body: '{"message":"Not Found"}' },
    refused: { body: '{"error":"Panel is under maintenance"}' },
  } as const;
  for (const [name, answer] of Object.entries(failures)) {
    studio.says("*", answer);
    await studio.test(north);
    await expect(outcome).toBeVisible();
    await studio.shot(`add-account-${name}`, { full: true });
  }
  studio.says("*", undefined);
  await studio.add(north);
  await studio.test(north);
  await expect(outcome).toBeVisible();
  await studio.shot("add-account-already", { full: true });
});
