// Pictures of every screen and state: `cargo xtask shots`. Each project walks the same way; a picture
// is taken twice, light and dark. Nothing here reaches the internet.
import { defineConfig } from "@playwright/test";
import { chromiumArguments } from "../support/browser";
import type { Look } from "./studio";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 800 } };

const project = (device: "phone" | "desktop", language: "en" | "ar") => ({
  name: `${device}-${language}`,
  use: { ...(device === "phone" ? phone : desktop), device, language },
});

export default defineConfig<Look>({
  testDir: ".",
  outputDir: "../.results-shots",
  fullyParallel: true,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath: process.env.PANELBOARD_CHROMIUM,
      // The same glyphs on every machine that has the same fonts.
      args: [...chromiumArguments, "--font-render-hinting=none", "--force-color-profile=srgb", "--hide-scrollbars"],
    },
    locale: "en-US",
    serviceWorkers: "block", // pictures are of what stands in the folder
    timezoneId: "UTC",
    reducedMotion: "reduce",
    serviceWorkers: "block",
  },
  projects: [project("phone", "en"), project("desktop", "en"), project("phone", "ar"), project("desktop", "ar")],
});
