// The board: drag a card into a column, or onto a target that asks for more.
import Sortable from "sortablejs";
import { listen } from "./board-keys.js";
import { follow } from "./board-live.js";

const prepared = new WeakSet();

/** Make the columns and targets in this part of the page accept cards. */
export function prepare(part) {
  const board = part.closest("[data-board]") ?? part.querySelector("[data-board]");
  if (!board) return;
  for (const place of board.querySelectorAll("[data-column], [data-drop]")) {
    if (!prepared.has(place)) draggable(place, board);
    prepared.add(place);
  }
  if (!prepared.has(board)) {
    listen(board, move);
    if (board.dataset.liveCards) follow(board);
  }
  prepared.add(board);
}

function draggable(place, board) {
  new Sortable(place, {
    group: { name: "board", pull: !("drop" in place.dataset) },
    draggable: ".board-card",
    ghostClass: "board-ghost",
    sort: false,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    delay: 200,
    delayOnTouchOnly: true,
    onStart: () => board.classList.add("board-dragging"),
    onEnd: ({ item, from, to, oldDraggableIndex }) => {
      board.classList.remove("board-dragging");
      if (from !== to) move(item, from, to, oldDraggableIndex);
    },
  });
}

/** Put the card there and tell the server; a refusal puts it back where it was. */
function move(card, from, to, index) {
  // A target, or a column that asks why before anybody moves into it.
  const question = to.dataset.drop ?? to.dataset.asks;
  if (question !== undefined) {
    putBack(card, from, index);
    send("GET", address(question, card), { target: "#dialog", source: card });
    return;
  }
  if (card.parentElement !== to) to.prepend(card);
  // A refusal counts as an answer to htmx, so the status decides.
  const back = ({ detail }) => accepted(detail.xhr) || putBack(card, from, index);
  card.addEventListener("htmx:afterRequest", back, { once: true });
  const values = { from: from.dataset.column };
  send("POST", address(to.dataset.moveTo, card), { source: card, swap: "none", values });
}

function send(verb, path, options) {
  // A failed request has told its reason by a toast; the promise has nothing to add.
  htmx.ajax(verb, path, options).catch(() => {});
}

function accepted({ status }) {
  return status >= 200 && status < 400;
}

function putBack(card, from, index) {
  from.insertBefore(card, from.querySelectorAll(".board-card")[index] ?? null);
}

function address(pattern, card) {
  return pattern.replace("{id}", encodeURIComponent(card.dataset.card));
}
