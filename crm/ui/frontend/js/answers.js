// What the server's answers mean for the page, beyond the fragment they bring.
import { toast } from "./toast.js";

const words = document.getElementById("toasts").dataset;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sentence = problem(detail.xhr);
  if (!sentence) return;
  detail.shouldSwap = false;
  toast(sentence, "danger");
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (!problem(detail.xhr)) toast(words.failed, "danger");
});
document.addEventListener("htmx:sendError", () => toast(words.unreachable, "warning"));
document.addEventListener("htmx:timeout", () => toast(words.unreachable, "warning"));

/** The sentence of a problem+json answer; nothing for any other answer. */
export function problem(xhr) {
  if (!xhr.getResponseHeader("Content-Type")?.startsWith("application/problem+json")) return "";
  try {
    const { detail, title } = JSON.parse(xhr.responseText);
    return detail || title || words.failed;
  } catch {
    return words.failed;
  }
}
