// One-letter shortcuts: whatever carries data-key is pressed by it. Never while typing.
import { describe } from "./key-help.js";

const TYPES_INTO = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(TYPES_INTO) || document.body.dataset.shortcuts === "off") return;
  if (event.key === "?") {
    event.preventDefault();
    describe();
    return;
  }
  const key = event.key.toLowerCase();
  const wanted = ofRow(event.target, key) ?? within().find((element) => element.dataset.key === key);
  if (!wanted) return;
  event.preventDefault();
  press(wanted);
});

/** What a key means to the row of a list that has the focus: data-row-key. The next row follows. */
function ofRow(target, key) {
  const row = target.closest?.("[data-list] > li");
  const wanted = row?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (wanted) (row.nextElementSibling ?? row.previousElementSibling)?.querySelector(".row-link")?.focus();
  return wanted;
}

/** The keyed things in reach: with a dialog open, only those inside it. */
function within() {
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  const scope = dialogs.at(-1) ?? document;
  return [...scope.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());
}

function press(element) {
  if ("keyFocus" in element.dataset) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}
