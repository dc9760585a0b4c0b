// The app's words in any of its languages, from the files that the app itself is made from.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "locales");

export type Language = "en" | "ko" | "tr" | "ru" | "ar";

/// `say("ar", "orders.title")`.
export function say(language: Language, key: string): string {
  const [area, name] = key.split(".");
  const words = JSON.parse(readFileSync(join(FOLDER, language, `${area}.json`), "utf8")) as Record<string, unknown>;
  const text = words[name];
  if (typeof text !== "string") throw new Error(`${language} has no text ${key}`);
  return text;
}
