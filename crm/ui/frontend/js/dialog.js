// Dialogs come from the server into #dialog and open by themselves.
const FIELD = "input:not([type=hidden]), select, textarea";
const host = document.getElementById("dialog");
let opener = null;

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target === host) opener = document.activeElement;
});

// A refused form answers with the whole dialog again, so this also reopens it.
htmx.onLoad((part) => {
  const dialog = part.matches("#dialog > dialog") ? part : host.contains(part) && part.querySelector("dialog");
  if (dialog && !dialog.open) show(dialog);
});

function show(dialog) {
  dialog.addEventListener("close", () => {
    if (dialog.isConnected && dialog.parentElement === host) host.replaceChildren();
    // Focus goes back to where the person was, unless that place is gone.
    if (opener?.isConnected) opener.focus();
  });
  dialog.showModal();
  const field = dialog.querySelector("[aria-invalid], [autofocus]") ?? dialog.querySelector(FIELD);
  field?.focus();
}

export function closeAll() {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
}

document.addEventListener("close-dialog", closeAll);
document.addEventListener("click", (event) => {
  const named = event.target.closest("[data-dialog]");
  if (named) document.getElementById(named.dataset.dialog).querySelector("dialog").showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});

// A press that begins and ends on the backdrop closes; one that selects text outwards does not.
document.addEventListener("pointerdown", ({ target, clientX, clientY }) => {
  if (!(target instanceof HTMLDialogElement) || !target.open) return;
  const box = target.getBoundingClientRect();
  const inside = clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
  if (!inside && !target.querySelector("form")) target.close();
});
