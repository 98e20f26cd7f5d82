// Short words at the edge of the page; read aloud politely, gone by themselves.
const STAYS = 7000;

export function toast(text, tone = "", undo = "") {
  const region = document.getElementById("toasts");
  const made = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  made.dataset.tone = tone;
  made.querySelector("span").textContent = text;
  const button = made.querySelector("[data-undo]");
  if (undo) offer(made, button, undo);
  else button.remove();
  region.append(made);
  letGo(made);
}

/** The button that takes back what was just done. */
function offer(made, button, address) {
  button.hidden = false;
  button.addEventListener("click", () => {
    made.remove();
    htmx.ajax("POST", address, { swap: "none" });
  });
}

/** Leaves after a while, but never while somebody reads it with the pointer or the focus. */
function letGo(element) {
  let timer = setTimeout(() => element.remove(), STAYS);
  const hold = () => clearTimeout(timer);
  const release = () => (timer = setTimeout(() => element.remove(), STAYS));
  element.addEventListener("pointerenter", hold);
  element.addEventListener("focusin", hold);
  element.addEventListener("pointerleave", release);
  element.addEventListener("focusout", release);
}

document.querySelectorAll("#toasts .toast").forEach(letGo);

// HX-Trigger: {"toast": {"text": …, "tone": …}}, or just {"toast": "…"}.
document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail.tone, detail.undo));
document.addEventListener("click", ({ target }) => {
  target.closest("[data-dismiss]")?.closest(".toast").remove();
  const told = target.closest("[data-toast]");
  if (told) toast(told.dataset.toast, told.dataset.tone);
});
