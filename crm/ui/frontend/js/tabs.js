// A tab that has loaded its fragment is the current one from then on.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const tab = detail.elt.closest?.("[data-tab]");
  if (!tab || !detail.successful) return;
  tab.closest(".tabs").querySelector("[aria-current]")?.removeAttribute("aria-current");
  tab.setAttribute("aria-current", "page");
});
