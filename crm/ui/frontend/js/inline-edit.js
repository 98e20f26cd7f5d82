// A fact becomes its field and back; a refusal never loses what was typed.
import { problem } from "./answers.js";

const REFUSED = new Set([409, 412, 422]);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt.closest?.("[data-inline-form]");
  if (!form || !REFUSED.has(detail.xhr.status)) return;
  const typed = new FormData(form);
  if (problem(detail.xhr)) return;
  // The answer shows the stored value beside the refusal; the field keeps the person's own.
  document.addEventListener("htmx:afterSettle", () => restore(detail.target, form, typed), { once: true });
});

function restore(target, form, typed) {
  const fresh = document.querySelector(`[data-inline-form][hx-post="${CSS.escape(form.getAttribute("hx-post"))}"]`);
  for (const [name, value] of typed) {
    const field = fresh?.elements.namedItem(name);
    if (field && field.type !== "hidden") field.value = value;
  }
  field(fresh)?.focus();
}

htmx.onLoad((part) => {
  // A page that opens with a form in it has not been asked to edit.
  if (part === document.body) return;
  const form = part.matches("[data-inline-form]") ? part : part.querySelector("[data-inline-form]");
  field(form)?.focus();
  field(form)?.select?.();
  // Saved or cancelled: the form is gone, and whoever works by keyboard goes on from here.
  if (part.matches("[data-inline]") && document.activeElement === document.body) part.focus();
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-inline-form]");
  if (form && event.key === "Escape") form.querySelector("[data-cancel]").click();
});

function field(form) {
  return form?.querySelector("input:not([type=hidden]), select, textarea");
}
