// A button that puts a field's words on the clipboard: data-copy="<id of the field>".
import { toast } from "./toast.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const text = field.value ?? field.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure page browsers keep the clipboard to themselves; Ctrl+C still works.
    field.select?.();
    return;
  }
  toast(button.dataset.copied, "success");
});
