// What every signed-in page runs.
import "./answers.js";
import "./toast.js";
import "./dialog.js";
import "./menu.js";
import "./keys.js";
import "./lists.js";
import "./tabs.js";
import "./palette.js";
import "./inline-edit.js";
import "./preferences.js";
import "./upload.js";
import "./copy.js";
import "./print.js";
import "./live-region.js";
import { listen } from "./live.js";

// Dragging weighs more than the rest together: only pages with a board load it.
htmx.onLoad((part) => {
  if (part.closest("[data-board]") || part.querySelector("[data-board]")) {
    import("./board.js").then(({ prepare }) => prepare(part));
  }
});

// What happened since the page was read is told at once, so whoever wants to hear it comes first.
const board = document.querySelector("[data-board]");
if (board) import("./board.js").then(({ prepare }) => prepare(board)).finally(listen);
else listen();
