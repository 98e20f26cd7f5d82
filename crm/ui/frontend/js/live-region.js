// A part of the page about one thing is fetched again when that thing changes, but never under
// somebody's hands: data-live-about="lead interaction" data-live-id="…", hx-get, trigger `refresh`.
const PAUSE = 250;
const heard = new Set();

htmx.onLoad((part) => {
  const regions = [...part.querySelectorAll("[data-live-about]")];
  if (part.matches("[data-live-about]")) regions.push(part);
  for (const region of regions) region.dataset.liveAbout.split(" ").forEach(listen);
});

function listen(type) {
  if (heard.has(type)) return;
  heard.add(type);
  document.body.addEventListener(`crm:${type}`, ({ detail }) => tell(type, detail?.payload));
}

document.body.addEventListener("crm:resync", () => tell("", null));

function tell(type, payload) {
  for (const region of document.querySelectorAll("[data-live-about]")) {
    const about = region.dataset.liveAbout.split(" ");
    if (type && !(about.includes(type) && concerns(region.dataset.liveId, type, payload))) continue;
    clearTimeout(region.liveTimer);
    region.liveTimer = setTimeout(() => refresh(region), PAUSE);
  }
}

/** Events of the thing's own type name it; others (a call with a lead) may not, so they count. */
function concerns(id, type, payload) {
  if (!id || !payload || (type !== "lead" && type !== "customer")) return true;
  return [payload.about_id, payload.customer_id].includes(id);
}

function refresh(region) {
  if (!region.isConnected) return;
  if (isBusy(region)) return later(region);
  const focused = region.contains(document.activeElement) ? place(document.activeElement) : "";
  if (focused) {
    const again = () => region.querySelector(focused)?.focus({ preventScroll: true });
    region.addEventListener("htmx:afterSettle", again, { once: true });
  }
  htmx.trigger(region, "refresh");
}

// Somebody may have begun while the answer was on its way.
document.body.addEventListener("htmx:beforeSwap", ({ detail, target }) => {
  if (detail.requestConfig.elt !== target || !target.matches("[data-live-about]") || !isBusy(target)) return;
  detail.shouldSwap = false;
  later(target);
});

function later(region) {
  clearTimeout(region.liveTimer);
  region.liveTimer = setTimeout(() => refresh(region), 1000);
}

/** Is somebody typing in it, or waiting for what they pressed? */
function isBusy(region) {
  return Boolean(region.querySelector("[data-inline-form], .htmx-request, input:focus, textarea:focus, select:focus"));
}

/** How to find the focused thing again in what comes back. */
function place(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset.inline) return `[data-inline="${CSS.escape(element.dataset.inline)}"]`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : "";
}
