// Looks for the test keys in every place where a key could leak to. One place may hold them: one
// entry of local storage.
import type { Page } from "@playwright/test";
import type { Watch } from "./watch";

const MARK = "CANARY-7f3a";

/// The places outside the one allowed that hold a key; empty is right.
export async function keyLeaks(page: Page, watch: Watch, relayOutput: string): Promise<string[]> {
  const sinks = await page.evaluate(collectSinks);
  const holders = Object.entries(sinks.localStorage).filter(([, value]) => value.includes(MARK));
  const all: Record<string, string> = {
    ...sinks.page,
    console: watch.console.join("\n"),
    addresses: watch.addresses.join("\n"),
    "relay output": relayOutput,
    "local storage, beside the key store": holders.slice(1).map(([name]) => `${name} ${MARK}`).join("\n"),
  };
  return Object.entries(all).filter(([, content]) => content.includes(MARK)).map(([place]) => place);
}

async function collectSinks() {
  const readDatabase = (name: string) =>
    new Promise<string>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => resolve("");
      opening.onsuccess = async () => {
        const database = opening.result;
        const stores = [...database.objectStoreNames].map(
          (store) =>
            new Promise<string>((done) => {
              const all = database.transaction(store).objectStore(store).getAll();
              all.onsuccess = () => done(JSON.stringify(all.result));
              all.onerror = () => done("");
            }),
        );
        const content = (await Promise.all(stores)).join("\n");
        database.close();
        resolve(content);
      };
    });
  const databases = await indexedDB.databases();
  const journal = await Promise.all(databases.map(({ name }) => readDatabase(name ?? "")));
  const cached = await Promise.all(
    (await caches.keys()).map(async (name) => {
      const cache = await caches.open(name);
      const answers = await cache.matchAll();
      return (await Promise.all(answers.map((answer) => answer.text()))).join("\n");
    }),
  );
  return {
    localStorage: { ...localStorage } as Record<string, string>,
    page: {
      "the document": document.documentElement.outerHTML,
      address: location.href,
      title: document.title,
      "history state": JSON.stringify(history.state) ?? "",
      "session storage": JSON.stringify({ ...sessionStorage }),
      IndexedDB: journal.join("\n"),
      caches: cached.join("\n"),
      cookies: document.cookie,
      "performance entries": JSON.stringify(performance.getEntries()),
    },
  };
}
