// What a person does, in the words that the person sees. Everything is found by role and name.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Account, Sandbox } from "./servers";

export type Service = { service: string; name: string; type: string; rate: string; min: string; max: string; refill?: boolean; cancel?: boolean; dripfeed?: boolean | string };

/// The panel's own list, read as the panel gives it.
export async function servicesOf(account: Account): Promise<Service[]> {
  const body = new URLSearchParams({ key: account.key, action: "services" });
  return (await fetch(account.address, { method: "POST", body })).json() as Promise<Service[]>;
}

/// A plain service of which 100 may be ordered.
export async function plainService(account: Account): Promise<Service> {
  const all = await servicesOf(account);
  const fits = (one: Service) =>
    one.type.toLowerCase() === "default" && Number(one.min) <= 100 && Number(one.max) >= 1000 && Number(one.dripfeed ?? 0) === 0;
  const found = all.find((one) => fits(one) && one.refill && one.cancel) ?? all.find(fits);
  if (!found) throw new Error("the sandbox lists no plain service");
  // Some panels give it as a number.
  return { ...found, service: String(found.service) };
}

export async function trySandbox(page: Page, dialect: "v2" | "v1" = "v2"): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`Try the sandbox.*${dialect}`) }).click();
  await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();
}

/// From any page to the form for another account, filled in and tested.
export async function testAccount(page: Page, address: string, key: string, route: "Auto" | "Direct" | "Relay" = "Auto"): Promise<void> {
  await page.goto(new URL("/accounts/add", page.url()).href);
  await page.getByLabel("Panel address").fill(address);
  await page.getByLabel("API key").fill(key);
  if (route !== "Auto") {
    await page.getByText("More options: route, read-only").click();
    await page.getByRole("group", { name: "Route" }).getByText(route, { exact: true }).click();
  }
  await page.getByRole("button", { name: "Test connection" }).click();
}

/// Where the test says what it found.
export function testResult(page: Page): Locator {
  return page.getByRole("complementary", { name: "Connection test" });
}

export async function addAccount(page: Page, account: Account, route: "Auto" | "Direct" | "Relay" = "Auto"): Promise<void> {
  await testAccount(page, account.address, account.key, route);
  await page.getByRole("button", { name: "Save account" }).click();
  await expect(page.getByRole("heading", { name: "Home" })).toBeAttached();
}

export async function goTo(page: Page, name: "Home" | "Services" | "Orders" | "Settings"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: new RegExp(name) }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(name) })).toBeAttached();
}

/// Finds the service in the list, opens it and goes to its form.
export async function chooseService(page: Page, service: Service): Promise<void> {
  await goTo(page, "Services");
  await page.getByLabel("Name, ID or category").fill(service.service);
  // Names repeat with small differences; the number is the service's own.
  const number = page.getByText(service.service, { exact: true });
  await page.getByRole("row").filter({ has: number }).getByRole("link").click();
  await page.getByRole("dialog", { name: "Service details" }).getByRole("link", { name: "Order", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeAttached();
}

export async function fillOrder(page: Page, link: string, quantity: number): Promise<void> {
  await page.getByLabel("Link", { exact: true }).fill(link);
  await page.getByRole("textbox", { name: /^Quantity/ }).fill(String(quantity));
}

export async function confirmOrder(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Place order/ }).click();
  await expect(page.getByRole("dialog", { name: "Place this order?" })).toBeVisible();
  await page.getByRole("button", { name: /^Confirm/ }).click();
}

/// Places an order and returns its number at the panel.
export async function placeOrder(page: Page, service: Service, link = "https://www.instagram.com/p/Cabc123/"): Promise<string> {
  await chooseService(page, service);
  await fillOrder(page, link, 100);
  await confirmOrder(page);
  const placed = page.getByRole("alert").filter({ hasText: "Order placed" });
  const number = await placed.getByText(/^\d+$/).textContent();
  if (!number) throw new Error("no order number is shown");
  await page.getByRole("link", { name: "View order" }).click();
  return number.trim();
}

/// What the panel really received and holds of an account.
export async function countsOf(sandbox: Sandbox, account: Account): Promise<{ adds_received: number; orders: number }> {
  const counts = await sandbox.look<Record<string, { adds_received: number; orders: number }>>("/counts");
  return counts[account.name];
}

export function orderDetail(page: Page): Locator {
  return page.getByRole("dialog", { name: "Order details" });
}

/// Moves the sandbox's clock forward, so that orders there are done.
export async function letDaysPass(sandbox: Sandbox, days: number): Promise<void> {
  await sandbox.change("/world", { advance_ms: days * 86_400_000 });
}
