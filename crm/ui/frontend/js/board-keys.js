// The board by keyboard: arrows (or h j k l) walk the cards, Enter opens, M moves.
const STEPS = {
  ArrowDown: [0, 1], j: [0, 1],
  ArrowUp: [0, -1], k: [0, -1],
  ArrowRight: [1, 0], l: [1, 0],
  ArrowLeft: [-1, 0], h: [-1, 0],
};

export function listen(board, move) {
  document.addEventListener("keydown", (event) => {
    if (!board.isConnected || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest?.(".board-card");
    if (card && board.contains(card)) {
      if (event.key.toLowerCase() === "m") ask(event, board, card, move);
      else if (STEPS[event.key]) walk(event, board, card);
    } else if (isNowhere(event.target) && ["j", "k"].includes(event.key)) {
      focus(event, board.querySelector(".board-card"));
    }
  });
}

function isNowhere(target) {
  return target === document.body || target.id === "content";
}

function walk(event, board, card) {
  const [across, down] = STEPS[event.key];
  const columns = [...board.querySelectorAll("[data-column]")].map((column) => [...column.querySelectorAll(".board-card")]);
  const at = columns.findIndex((cards) => cards.includes(card));
  const row = columns[at].indexOf(card);
  if (down) return focus(event, columns[at][row + down]);
  // Empty columns are stepped over; a shorter one gives its last card.
  for (let i = at + across; columns[i]; i += across) {
    if (columns[i].length) return focus(event, columns[i][Math.min(row, columns[i].length - 1)]);
  }
}

function focus(event, card) {
  if (!card) return;
  event.preventDefault();
  const link = card.querySelector(".board-card-link");
  link.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Offer every other column and target in a dialog. */
function ask(event, board, card, move) {
  event.preventDefault();
  const dialog = document.getElementById("move-menu");
  const from = card.parentElement;
  const index = [...from.querySelectorAll(".board-card")].indexOf(card);
  // A column that asks first is among the targets already.
  const offered = "[data-column]:not([data-drop]), [data-drop]:not([data-column])";
  const places = [...board.querySelectorAll(offered)].filter((place) => place !== from);
  const choices = places.map((place) => {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "menu-item",
      textContent: place.dataset.columnLabel,
    });
    button.addEventListener("click", () => {
      dialog.close();
      move(card, from, place, index);
      card.querySelector(".board-card-link").focus();
    });
    return Object.assign(document.createElement("li"), {}).appendChild(button).parentElement;
  });
  const list = dialog.querySelector("ul");
  list.replaceChildren(...choices);
  list.onkeydown = stepThrough;
  dialog.showModal();
  choices[0]?.firstElementChild.focus();
}

/** Arrows go round the menu as they walk the board. */
function stepThrough(event) {
  const down = STEPS[event.key]?.[1];
  if (!down) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  buttons[(buttons.indexOf(event.target) + down + buttons.length) % buttons.length].focus();
}
