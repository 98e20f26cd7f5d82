// Cards of leads that change somewhere else move here by themselves, focus and scroll kept.
const PAUSE = 120;
const MOST = 50;

/** Follow the log for this board: fetch what changed, put each card where its rank says. */
export function follow(board) {
  const waiting = new Set();
  let timer = null;
  document.body.addEventListener("crm:lead", ({ detail }) => {
    if (!board.isConnected || !detail.payload?.about_id) return;
    waiting.add(detail.payload.about_id);
    timer ??= setTimeout(() => {
      timer = null;
      fetchChanged(board, waiting);
    }, PAUSE);
  });
  document.body.addEventListener("crm:resync", () => board.isConnected && location.reload());
}

async function fetchChanged(board, waiting) {
  if (waiting.size > MOST) return location.reload();
  const ids = [...waiting];
  waiting.clear();
  const address = new URL(board.dataset.liveCards, location.href);
  ids.forEach((id) => address.searchParams.append("id", id));
  const response = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!response.ok) return;
  const answer = document.createElement("template");
  answer.innerHTML = await response.text();
  const focused = document.activeElement?.closest?.("[data-card]")?.dataset.card;
  for (const head of answer.content.querySelectorAll("[id^=head-]")) {
    document.getElementById(head.id)?.replaceWith(head);
  }
  for (const id of ids) place(board, id, answer.content.getElementById(`card-${id}`));
  if (focused) document.getElementById(`card-${focused}`)?.querySelector("a")?.focus({ preventScroll: true });
}

function place(board, id, fresh) {
  const old = document.getElementById(`card-${id}`);
  if (!fresh) return old?.remove();
  const column = document.getElementById(fresh.dataset.into);
  if (!old) fresh.classList.add("board-arrived");
  old?.remove();
  const next = [...column.querySelectorAll("[data-card]")].find((card) => card.dataset.rank < fresh.dataset.rank);
  const more = column.querySelector("[data-load-more]");
  // Below the last card shown while more wait: its place is on a later page.
  if (!next && more) return;
  column.insertBefore(fresh, next ?? null);
  htmx.process(fresh);
}
