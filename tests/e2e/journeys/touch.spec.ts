// On a phone everything that can be pressed is at least 44 px tall and wide to a finger.
import type { Page } from "@playwright/test";
import { order } from "../support/journal";
import { goTo, plainService, trySandbox } from "../support/steps";
import { expect, test } from "../support/test";

test.skip(({ isMobile }) => !isMobile, "a mouse is precise");

test("everything can be hit with a finger", async ({ page, sandbox }) => {
  const small: Record<string, string[]> = {};
  const look = async (name: string) => {
    const found = await page.evaluate(tooSmall);
    if (found.length > 0) small[name] = found;
  };
  await look("first run");
  await page.getByRole("link", { name: "Add an account" }).click();
  await expect(page.locator("#address")).toBeVisible();
  await look("add account");
  await page.goBack();
  await trySandbox(page);
  await look("home");
  await goTo(page, "Services");
  await expect(page.locator(".services .c-name a").first()).toBeVisible();
  await look("services");
  // The look went through the list, and the list keeps only the rows in view.
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(500);
  await page.locator(".services .c-name a").nth(1).click();
  await expect(page.locator(".detail[open]")).toBeVisible();
  await look("service");
  await page.locator(".detail[open]").getByRole("link", { name: "Order" }).click();
  await expect(page.locator(".picked")).toBeVisible();
  await look("order form");
  await order(page, await plainService(sandbox.account("v2")), "https://www.instagram.com/p/Ctouch/");
  await look("placed");
  await goTo(page, "Orders");
  await expect(page.locator(".orders .row-link").first()).toBeVisible();
  await look("orders");
  await page.locator(".orders .row-link").first().click();
  await expect(page.locator(".detail[open]")).toBeVisible();
  await look("order");
  await page.keyboard.press("Escape");
  await goTo(page, "Settings");
  await look("settings");
  expect(small).toEqual({});
});

/// What can be pressed and is not hit 21 px above or below, left or right of its middle. Links inside a
/// sentence are as tall as the line.
function tooSmall(): string[] {
  const pressable = "a[href], button, input, select, textarea, summary, [role=button]";
  const found: string[] = [];
  const top = document.querySelector("dialog:modal") ?? document.body;
  for (const element of top.querySelectorAll<HTMLElement>(pressable)) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest("p, .hint, .skip, [inert]") || element.matches(":disabled")) continue;
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.bottom < 0) continue;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const owner = (x: number, y: number) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (element.contains(hit) || hit.contains(element) && hit.matches("label, .input, .pill, .switch, .language, a, button") || hit.closest("label")?.contains(element) === true || hit.closest("label")?.getAttribute("for") === element.id && element.id !== "");
    };
    const points = [[x, y - 21], [x, y + 21], [x - 21, y], [x + 21, y]].filter(([x, y]) => x! >= 0 && y! >= 0 && x! < innerWidth && y! < innerHeight);
    const missed = points.filter(([x, y]) => !owner(x!, y!)).length;
    if (missed > 0) found.push(`${element.tagName.toLowerCase()}.${element.className} ${element.textContent?.trim().slice(0, 24)} ${Math.round(box.width)}×${Math.round(box.height)}`);
  }
  return [...new Set(found)];
}
