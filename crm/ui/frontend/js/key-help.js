// The help on `?`: the keys of every page, then those this page offers.
export function describe() {
  const dialog = document.getElementById("key-help");
  const list = dialog.querySelector("[data-key-list]");
  list.querySelectorAll("[data-of-page]").forEach((line) => line.remove());
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (seen.has(element.dataset.key)) continue;
    seen.add(element.dataset.key);
    list.append(line(element));
  }
  if (!dialog.open) dialog.showModal();
}

function line(element) {
  const made = made_of("div");
  made.dataset.ofPage = "";
  const key = made_of("kbd", element.dataset.key.toUpperCase());
  key.className = "key";
  const term = made_of("dt");
  term.append(key);
  made.append(term, made_of("dd", label(element)));
  return made;
}

/** What the thing is called, without its own keyboard hint. */
export function label(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.ariaLabel) return element.ariaLabel;
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd").forEach((hint) => hint.remove());
  return copy.textContent.trim();
}

function made_of(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
