// Arrows, j and k move between the rows of a list; Enter opens, being the row's own link.
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

document.addEventListener("keydown", (event) => {
  const by = STEPS[event.key];
  if (!by || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = listOf(event.target, event.key);
  if (!list) return;
  const rows = [...list.querySelectorAll(".row-link")];
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? rows[0] : rows[here + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});

/** The list the focus is in; from nowhere in particular, j and k enter the page's first. */
function listOf(target, key) {
  if (target.matches?.(".row-link")) return target.closest("[data-list]");
  const nowhere = target === document.body || target.id === "content";
  return nowhere && key.length === 1 ? document.querySelector("[data-list]") : null;
}
