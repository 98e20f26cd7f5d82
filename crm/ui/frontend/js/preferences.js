// What a person prefers takes effect at once; the server remembers it on every machine.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-switch]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const { value } = event.submitter;
  document.documentElement.dataset.theme = value;
  form.querySelectorAll("button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === value));
  });
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
});

// One-letter keys can be switched off, for those whose voice or hands press keys by accident.
const keys = document.querySelector("[data-shortcuts-switch]");
if (keys) {
  keys.dataset.ready = "";
  keys.addEventListener("change", () => {
    document.body.dataset.shortcuts = keys.elements.shortcuts.checked ? "on" : "off";
    fetch(keys.action, { method: "POST", body: new FormData(keys) });
  });
}
