// How long the page stood still: tasks of 50 ms and more, as the browser counts them.
import type { Page } from "@playwright/test";

/// Counts from here on; starts the page anew.
export async function watchStops(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const stops: number[] = [];
    Object.assign(window, { stops });
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => stops.push(duration))).observe({ type: "longtask" });
  });
  await page.reload();
}

export const forgetStops = (page: Page) => page.evaluate(() => void ((window as unknown as { stops: number[] }).stops.length = 0));
export const longestStop = (page: Page) => page.evaluate(() => Math.max(0, ...(window as unknown as { stops: number[] }).stops));
