// Cards that change somewhere else move here by themselves, focus and scroll kept. A board of
// customers says so (data-live-kinds="lifecycle customer"): its cards go by the customer's id.
const AT_ONCE = 10; // what one commit tells comes together
const PAUSE = 120; // between two questions
const TRY_AGAIN = 2000;
const MOST = 50;

/** Follow the log for this board: fetch what changed, put each card where its rank says. */
export function follow(board) {
  const waiting = new Set();
  let timer = null;
  let asked = -Infinity;
  for (const kind of (board.dataset.liveKinds ?? "lead").split(" ")) {
    document.body.addEventListener(`crm:${kind}`, ({ detail }) => hear(cardOf(kind, detail.payload)));
  }
  document.body.addEventListener("crm:resync", () => renew(board));

  function hear(id) {
    if (!board.isConnected || !id) return;
    waiting.add(id);
    timer ??= setTimeout(catchUp, Math.max(AT_ONCE, asked + PAUSE - performance.now()));
  }

  async function catchUp() {
    const ids = [...waiting].slice(0, MOST);
    ids.forEach((id) => waiting.delete(id));
    let pause = PAUSE;
    asked = performance.now();
    try {
      const answer = await fetchChanged(board, ids);
      if (isHeld(board)) ids.forEach((id) => waiting.add(id));
      else if (answer) show(board, ids, answer);
    } catch {
      ids.forEach((id) => waiting.add(id));
      pause = TRY_AGAIN;
    }
    timer = waiting.size ? setTimeout(catchUp, pause) : null;
  }
}

function cardOf(kind, payload) {
  return ["lead", "booking"].includes(kind) ? payload?.about_id : payload?.customer_id;
}

/** Too much was missed to be told: the page anew, but never under somebody's hands. */
function renew(board) {
  if (!board.isConnected) return;
  if (isHeld(board) || document.querySelector("dialog[open]")) setTimeout(() => renew(board), TRY_AGAIN);
  else location.reload();
}

/** A card must not be taken out of somebody's hand, or away before its answer has come. */
function isHeld(board) {
  return Boolean(board.querySelector(".sortable-chosen, .board-card.htmx-request"));
}

async function fetchChanged(board, ids) {
  const address = new URL(board.dataset.liveCards, location.href);
  ids.forEach((id) => address.searchParams.append("id", id));
  const response = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!response.ok) return null;
  const answer = document.createElement("template");
  answer.innerHTML = await response.text();
  return answer.content;
}

function show(board, ids, answer) {
  const focused = document.activeElement?.closest?.("[data-card]")?.dataset.card;
  for (const head of answer.querySelectorAll("[id^=head-]")) {
    document.getElementById(head.id)?.replaceWith(head);
  }
  for (const id of ids) place(board, id, answer.getElementById(`card-${id}`));
  if (focused) document.getElementById(`card-${focused}`)?.querySelector("a")?.focus({ preventScroll: true });
}

function place(board, id, fresh) {
  const old = document.getElementById(`card-${id}`);
  if (!fresh) return old?.remove();
  // What is told twice changes nothing.
  if (old?.isEqualNode(fresh) && old.parentElement.id === fresh.dataset.into) return;
  const column = document.getElementById(fresh.dataset.into);
  if (!column) return old?.remove(); // its column is not on this board
  if (!old) fresh.classList.add("board-arrived");
  old?.remove();
  const next = [...column.querySelectorAll("[data-card]")].find((card) => card.dataset.rank < fresh.dataset.rank);
  const more = column.querySelector("[data-load-more]");
  // Below the last card shown while more wait: its place is on a later page.
  if (!next && more) return;
  column.insertBefore(fresh, next ?? null);
  htmx.process(fresh);
}
