// Ctrl-K: go somewhere, do what this page offers, find somebody. And the search box above.
import { Combobox } from "./combobox.js";
import { label } from "./key-help.js";

const dialog = document.getElementById("palette");
const palette = new Combobox(dialog.querySelector("[data-combobox]"), { commands });

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  if (dialog.open) return dialog.close();
  if (document.querySelector("dialog[open]")) return;
  palette.input.value = "";
  dialog.showModal();
  palette.refresh();
});
dialog.addEventListener("chosen", () => dialog.close());
dialog.addEventListener("left", () => dialog.close());

const box = document.querySelector("form[data-combobox]");
if (box) {
  const search = new Combobox(box);
  box.addEventListener("focusout", ({ relatedTarget }) => box.contains(relatedTarget) || search.hide());
  box.addEventListener("chosen", () => search.hide());
}

/** What this page can do, then the places to go. */
function commands() {
  const offered = [...document.querySelectorAll("[data-command]")].filter((element) => element.checkVisibility());
  return [...offered.map(action), ...document.getElementById("commands").content.cloneNode(true).children];
}

function action(element) {
  const option = document.createElement("li");
  option.className = "option";
  option.role = "option";
  option.pressed = element;
  option.append(Object.assign(document.createElement("span"), { textContent: label(element) }));
  if (element.dataset.key) {
    const hint = Object.assign(document.createElement("small"), { textContent: element.dataset.key.toUpperCase() });
    hint.setAttribute("aria-hidden", "true");
    option.append(hint);
  }
  return option;
}
