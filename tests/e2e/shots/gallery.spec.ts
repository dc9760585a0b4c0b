// Every component and page part in every state, in one long picture.
import { expect, test } from "./studio";

test("the gallery", async ({ studio, page }) => {
  await studio.open("/dev/gallery");
  await expect(page.locator(".gallery")).toBeVisible();
  await studio.shot("gallery-content", { full: true });
  await page.locator("#open-dialog").click();
  await expect(page.locator("#g-dialog")).toBeVisible();
  await studio.shot("gallery-dialog");
});
