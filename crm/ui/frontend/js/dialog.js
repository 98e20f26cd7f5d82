// Dialogs come from the server into #dialog and open by themselves.

const host = () => document.getElementById("dialog");

function open(event) {
  if (event.detail.target !== host()) return;
  const dialog = host().querySelector("dialog");
  if (!dialog || dialog.open) return;
  const opener = document.activeElement;
  dialog.addEventListener("close", () => {
    host().replaceChildren();
    // Focus goes back to where the person was, unless that place is gone.
    if (opener?.isConnected) opener.focus();
  });
  dialog.showModal();
}

function closeAll() {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
}

document.addEventListener("htmx:afterSwap", open);
document.addEventListener("crm:close-dialog", closeAll);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  // A press on the backdrop lands on the dialog element itself.
  if (event.target instanceof HTMLDialogElement && event.target.open && !isInside(event)) event.target.close();
});

function isInside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}
