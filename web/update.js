// Looks after the service worker (web/sw.js): registers it once the app runs, says when a newer version
// is ready, and changes over when the user asks. Joined to boot.js by the build. It never reloads a page
// whose user did not ask.

// The one trusted type of the page: made here, before anything else runs, and its maker is not kept.
const WORKER = app.worker && trusted(app.worker);
const NOT_OFTENER_MILLIS = 3600000;

function trusted(address) {
  try {
    const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: (url) => url });
    return policy?.createScriptURL(address) ?? address;
  } catch {
    return null; // a server whose own policy allows no type: the app works without the worker
  }
}

async function keepOffline() {
  if (!WORKER || !navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register(WORKER, { updateViaCache: "none" });
  if (!registration) return;
  const announce = () => {
    // Without a controller this page came from the network: it is the newest already.
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    page.dataset.update = "";
    dispatchEvent(new Event("panelboard-update"));
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", announce));
  announce();
  globalThis.panelboardUpdate = () => {
    const { waiting } = registration;
    if (!waiting) return location.reload(); // another tab has changed over
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("take");
  };
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - looked < NOT_OFTENER_MILLIS) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no network: at another time
  });
}
