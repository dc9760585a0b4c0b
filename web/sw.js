// Keeps one whole build of the site, so that it opens without a network and never as half of two
// builds. The build fills in the two constants. It answers only GET requests of this build's own files
// and the navigations that lead to them: no panel, no relay, no request that could spend is touched.

const BUILD = "";
const FILES = {}; // by address below the scope; "" is the page itself

const SCOPE = new URL(registration.scope);
const MINE = `panelboard ${SCOPE.pathname} `; // a host may hold several Panelboards
const CACHE = MINE + BUILD;
// What the relay answers beside the app (crates/relay), and the trial accounts.
const NOT_THE_APPS = /^(p\/|attempts(\/|$)|panels$|sandbox\.json$)/;
const NAMED_BY_CONTENT = /^locales\/|-[0-9a-f]{16}(_bg)?\.(js|wasm|css)$/;
const TYPES = { js: "javascript", css: "css", html: "html" };

addEventListener("install", (event) => {
  // Where the browser can promise it, what is posted does not even pass by here.
  const past = event.addRoutes?.({ condition: { requestMethod: "POST" }, source: "network" });
  event.waitUntil(Promise.all([keepAll(), Promise.resolve(past).catch(() => {})]));
});

// A newer build waits until the user accepts it (web/update.js) or no tab of the older one is open.
addEventListener("message", ({ data }) => {
  if (data === "take") skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil(dropOlder()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return;
  const path = url.pathname.slice(SCOPE.pathname.length);
  if (request.mode === "navigate") {
    if (NOT_THE_APPS.test(path) || (path && Object.hasOwn(FILES, path))) return;
    event.respondWith(kept(SCOPE.href, request));
    event.waitUntil(dropOlder());
  } else if (Object.hasOwn(FILES, path + url.search) || NAMED_BY_CONTENT.test(path)) {
    event.respondWith(kept(url.href, request));
  }
});

async function kept(address, request) {
  const own = await caches.match(address, { cacheName: CACHE, ignoreVary: true });
  if (own) return own;
  // A tab of an older build asks for a part of its own; its name says what it holds.
  const older = request.mode !== "navigate" && (await caches.match(address, { ignoreVary: true }));
  return older || fetch(request);
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(([name, integrity]) => keep(cache, name, integrity)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error; // the older build goes on
  }
}

async function keep(cache, name, integrity) {
  const address = new URL(name, SCOPE).href;
  const ask = (mode) => fetch(address, { integrity, cache: mode, redirect: "error" });
  const answer = await ask("no-cache").catch(() => ask("reload"));
  const type = TYPES[name ? name.split(".").pop() : "html"];
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
  if (type && !answer.headers.get("content-type")?.includes(type)) throw new Error(`${name}: its type`);
  await cache.put(address, answer);
}

// Older builds go when none of their tabs can be open, and not while a newer one is being kept.
async function dropOlder() {
  if (registration.installing || registration.waiting) return;
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.some(({ url }) => url.startsWith(SCOPE.href))) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(MINE) && name !== CACHE).map((name) => caches.delete(name)));
}
