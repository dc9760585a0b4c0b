// Adding an account: what is found, and each way it can fail, in the user's words.
import { CANARY } from "../support/servers";
import { expect, expectAccessible, test } from "../support/test";
import { addAccount, goTo, testAccount, testResult, trySandbox } from "../support/steps";

test("the test finds route, dialect, balance and services before anything is saved", async ({ page, sandbox }) => {
  await testAccount(page, sandbox.account("v2").address, CANARY.v2);
  const result = testResult(page);
  // D4: the relay beside the app knows this panel, so Auto takes it.
  await expect(result.getByText("Through the relay", { exact: true })).toBeVisible();
  await expect(result.getByText("v2", { exact: true })).toBeVisible();
  await expect(result.getByText("6,000")).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => localStorage.getItem("panelboard.keys"))).toBeNull();
});

test("d18 the form for the first account stands alone: there is nothing to steer yet", async ({ page, sandbox }) => {
  const steer = page.getByRole("navigation", { name: "Main" });
  await page.getByRole("link", { name: "Add an account" }).click();
  await expect(page.getByLabel("Panel address")).toBeVisible();
  await expect(steer).toHaveCount(0);
  await expectAccessible(page);
  await addAccount(page, sandbox.account("v2"));
  await expect(steer).toBeVisible();
  await page.goto(new URL("/accounts/add", page.url()).href);
  await expect(page.getByLabel("Panel address")).toBeVisible();
  await expect(steer).toBeVisible();
});

test("the sandbox is one press away", async ({ page }) => {
  await trySandbox(page);
  await expectAccessible(page);
  await goTo(page, "Services");
  await expect(page.getByRole("main").getByText("6,000").first()).toBeVisible();
  await expectAccessible(page);
});

test("a wrong key is said at the key", async ({ page, sandbox }) => {
  await testAccount(page, sandbox.account("v2").address, "CANARY-7f3a-wrong-0123456789");
  const key = page.getByLabel("API key");
  await expect(key).toHaveAttribute("aria-invalid", "true");
  await expect(key).toBeFocused();
  await expect(page.getByRole("button", { name: "Save account" })).toHaveCount(0);
  await expectAccessible(page);
});

test("an account that is there already is not added twice", async ({ page, sandbox }) => {
  await addAccount(page, sandbox.account("v2"));
  await testAccount(page, sandbox.account("v2").address, CANARY.v2);
  await expect(testResult(page)).toContainText("already");
  await expect(page.getByRole("button", { name: "Save account" })).toHaveCount(0);
  await expectAccessible(page);
});

test("an account is removed, and its key with it", async ({ page, sandbox }) => {
  await addAccount(page, sandbox.account("v2"));
  await page.goto(new URL("/accounts", page.url()).href);
  const remove = page.getByRole("button", { name: /^Remove/ });
  await remove.click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(remove).toBeFocused();
  await remove.click();
  await page.getByRole("dialog").getByRole("button", { name: /Remove|Keep/ }).last().click();
  await expect(page.getByText("No account yet")).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept).not.toContain("CANARY-7f3a");
});

test.describe("a panel that does not answer", () => {
  test.use({ tolerated: /net::ERR|Failed to load resource/ });

  test("is said to be unreachable, with what to do", async ({ page }) => {
    await testAccount(page, "http://127.0.0.1:9/api/v2", CANARY.v2);
    await expect(page.getByRole("status").filter({ hasText: "Failed" })).toBeVisible();
    await expect(page.getByText("add it to the relay’s list")).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe("a web page instead of an answer", () => {
  test.use({ faults: [{ kind: "html" }], tolerated: /Failed to load resource/ });

  test("is recognised as one, a firewall's check", async ({ page, sandbox }) => {
    await testAccount(page, sandbox.account("v2").address, CANARY.v2);
    await expect(page.getByRole("status").filter({ hasText: "Failed" })).toBeVisible();
    await expect(testResult(page)).toContainText("bot check");
    await expectAccessible(page);
  });
});

test.describe("a panel that the browser may not read", () => {
  test.use({ world: { cors: false }, tolerated: /CORS policy|net::ERR_FAILED/ });

  test("is added through the relay, and the app says who can see the key", async ({ page, sandbox }) => {
    await testAccount(page, sandbox.account("v2").address, CANARY.v2);
    await expect(testResult(page).getByText("The relay’s operator can see this key.")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save account" }).click();
    await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();
  });
});

test.describe("a script that tries another host", () => {
  test.use({ tolerated: /elsewhere\.example/ });

  test("is stopped once an account is there: only this user's hosts can be reached", async ({ page, sandbox }) => {
    await addAccount(page, sandbox.account("v2"));
    const blocked = await page.evaluate(async () => {
      const breach = new Promise<string>((resolve) =>
        document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => resolve(violatedDirective), { once: true }),
      );
      await fetch("https://elsewhere.example/").catch(() => undefined);
      return breach;
    });
    expect(blocked).toBe("connect-src");
  });
});
