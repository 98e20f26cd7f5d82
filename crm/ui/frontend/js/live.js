// Hears what happened and tells the page: crm:<verb>, crm:<about_type> and crm:resync on <body>.
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const SILENCE = 60_000;
const SIGNED_OUT = 4401;

class Live {
  constructor({ live, liveSince, signIn }) {
    this.address = live;
    this.signIn = signIn;
    this.last = liveSince || null;
    this.wait = FIRST_WAIT;
    this.missed = false;
  }

  connect() {
    clearTimeout(this.timer);
    this.socket?.close();
    const since = this.last ? `?since=${encodeURIComponent(this.last)}` : "";
    const url = new URL(this.address + since, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.socket && this.lost(code);
  }

  hear(message) {
    this.heard = Date.now();
    if (message.type === "hello") this.greeted(message.payload);
    else if (message.type === "resync") this.resync(message.payload);
    else if (message.type !== "ping") this.tell(message);
  }

  greeted({ head }) {
    this.wait = FIRST_WAIT;
    show("live");
    // Without a place to resume from, what happened in between can only be fetched anew.
    if (!this.last && this.missed) tell("resync");
    this.last ??= head;
    this.missed = false;
  }

  resync(payload) {
    this.last = payload?.head ?? null;
    tell("resync", payload);
  }

  tell(message) {
    this.last = message.id;
    tell(message.type, message);
    if (message.payload?.about_type) tell(message.payload.about_type, message);
  }

  lost(code) {
    if (code === SIGNED_OUT) {
      location.assign(`${this.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
      return;
    }
    this.missed = true;
    show("offline");
    // Spread out, so that a restarted server is not met by every browser at once.
    this.timer = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** After sleep a socket may look open and be dead: ask again rather than trust it. */
  wake() {
    const open = this.socket?.readyState === WebSocket.OPEN;
    if (open && Date.now() - this.heard < SILENCE) return;
    this.missed = true;
    this.wait = FIRST_WAIT;
    this.connect();
  }

  rest() {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}

function tell(type, detail = {}) {
  document.body.dispatchEvent(new CustomEvent(`crm:${type}`, { detail, bubbles: true }));
}

function show(state) {
  for (const dot of document.querySelectorAll("[data-live-dot]")) {
    dot.dataset.state = state;
    dot.firstElementChild.textContent = dot.dataset[`${state}Text`];
  }
}

/** Open the socket of a page that has one, and keep it open. */
export function listen() {
  if (!document.body.dataset.live) return;
  const live = new Live(document.body.dataset);
  live.connect();
  addEventListener("online", () => live.wake());
  addEventListener("pageshow", ({ persisted }) => persisted && live.wake());
  // A page with an open socket cannot be kept for the back button.
  addEventListener("pagehide", () => live.rest());
  document.addEventListener("visibilitychange", () => document.hidden || live.wake());
}
