// Starts the app. The order is the point: nothing of the user's is read inside another page's frame,
// the page may reach only this user's hosts before any of the app runs, and the app's code runs only
// with the bytes that were built. No key is read here.

const FRAMED = self !== top;
const ACCOUNTS = "panelboard.accounts"; // as in src/platform: addresses and names, never keys
const RELAYS = "panelboard.relays"; // addresses, never tokens
const SETTINGS = "panelboard.settings";
const ADDS_HOST = /\/(accounts\/(new|add)|settings\/relays)\/?$/; // a new host must be reachable to be tested

const app = document.querySelector('meta[name="app"]').dataset;
const page = document.documentElement;

// The app's panic hook calls this; a trap that got past the hook ends here as well.
globalThis.panelboardCrashed = () => showCard("crash");
// A later part of the app did not arrive.
globalThis.panelboardIncomplete = () => showCard("start");
for (const event of ["error", "unhandledrejection"]) {
  addEventListener(event, ({ error, reason }) => {
    if ((error ?? reason) instanceof WebAssembly.RuntimeError) showCard("crash");
  });
}

speakTheUsersLanguage();
if (FRAMED) showCard("frame");
else start().catch(() => showCard("start"));

async function start() {
  // A link of the page before the app's own would hide its "Skip to content" from those who need it.
  for (const part of document.querySelectorAll('[data-card="frame"]')) part.remove();
  narrow();
  const wasm = fetch(app.wasm, { integrity: app.wasmIntegrity });
  const { default: init } = await import(app.js);
  await init({ module_or_path: wasm });
  document.getElementById("boot-skeleton").remove();
  keepOffline().catch(() => {}); // update.js; the app works without it
}

// A second policy can only take away: from here on, no code on this page can send to a host that is
// not one of the user's panels or relays.
function narrow() {
  const hosts = ADDS_HOST.test(location.pathname) ? [] : knownHosts();
  if (hosts.length === 0) return;
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `connect-src 'self' ${hosts.join(" ")}`;
  document.head.append(policy);
}

// Every http(s) address in the stored accounts and relays, whatever their exact form. None without an
// account, or if they cannot be read.
function knownHosts() {
  const hosts = new Set();
  const collect = (_, value) => {
    if (typeof value === "string" && /^https?:\/\//.test(value)) hosts.add(new URL(value).origin);
    return value;
  };
  try {
    JSON.parse(localStorage.getItem(ACCOUNTS) ?? "null", collect);
    if (hosts.size > 0) JSON.parse(localStorage.getItem(RELAYS) ?? "null", collect);
  } catch {
    return [];
  }
  return [...hosts];
}

function speakTheUsersLanguage() {
  const spoken = [chosenLanguage(), ...navigator.languages].map((tag) => tag.split("-")[0]);
  const language = spoken.find((tag) => cardIn(tag));
  if (!language) return;
  page.lang = language;
  page.dir = cardIn(language).dir;
}

// What the user chose in the settings; empty when they never did.
function chosenLanguage() {
  try {
    return String(JSON.parse(localStorage.getItem(SETTINGS)).data.locale ?? "");
  } catch {
    return "";
  }
}

function cardIn(language) {
  return document.querySelector(`.boot-card[lang="${CSS.escape(language)}"]`);
}

function showCard(kind) {
  const card = cardIn(page.lang) ?? cardIn("en");
  for (const part of card.querySelectorAll("[data-card]")) part.hidden = part.dataset.card !== kind;
  const reload = card.querySelector("button");
  reload.hidden = kind === "frame";
  reload.onclick = () => location.reload();
  card.hidden = false;
  document.getElementById("boot-skeleton")?.remove();
  document.title = card.querySelector("[data-card]:not([hidden]) h1").textContent;
}
