// Ends the service worker of earlier builds: takes over at once, drops what they kept and removes itself.
// Published in place of sw.js by `cargo xtask dist --no-offline`.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const mine = `panelboard ${new URL(registration.scope).pathname} `;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(mine)).map((name) => caches.delete(name)));
  await registration.unregister();
}
