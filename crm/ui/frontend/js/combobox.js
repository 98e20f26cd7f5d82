// A text field with a list of options under it, after the ARIA combobox pattern.
const PAUSE = 150;

export class Combobox {
  /** `commands` gives the options offered without asking the server, if any. */
  constructor(root, { commands = () => [] } = {}) {
    this.root = root;
    this.input = root.querySelector("[role=combobox]");
    this.list = root.querySelector("[role=listbox]");
    this.commands = commands;
    this.input.addEventListener("input", () => this.refresh());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", ({ target }) => this.choose(target.closest(".option")));
    // The press must not take the focus away before the click has chosen.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  refresh() {
    const text = this.input.value.trim();
    const fitting = this.commands().filter((option) => fits(option, text));
    this.show(fitting);
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.root.dataset.combobox && text.length > 1) {
      this.timer = setTimeout(() => this.ask(text, fitting), PAUSE);
    }
  }

  async ask(text, fitting) {
    this.asking = new AbortController();
    const address = new URL(this.root.dataset.combobox, location.href);
    address.searchParams.set("q", text);
    try {
      const response = await fetch(address, { headers: { "HX-Request": "true" }, signal: this.asking.signal });
      if (!response.ok) return;
      const answer = document.createElement("template");
      answer.innerHTML = await response.text();
      const found = [...answer.content.querySelectorAll("[role=option]")];
      const nothing = fitting.length && found.every((option) => !option.matches(".option"));
      this.show(nothing ? fitting : [...fitting, ...found]);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  show(options) {
    options.forEach((option, i) => (option.id = `${this.list.id}-${i}`));
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.activate(this.list.querySelector(".option"));
  }

  hide() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show([]);
  }

  activate(option) {
    this.active?.removeAttribute("aria-selected");
    this.active = option;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    const options = [...this.list.querySelectorAll(".option")];
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && options.length) {
      event.preventDefault();
      this.activate(options[(options.indexOf(this.active) + by + options.length) % options.length]);
    } else if (event.key === "Enter" && this.active) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape") {
      // Left alone, a search field only empties itself and the dialog around it stays.
      event.preventDefault();
      this.hide();
      this.root.dispatchEvent(new CustomEvent("left", { bubbles: true }));
    }
  }

  choose(option) {
    if (!option) return;
    this.root.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
    if (option.pressed) option.pressed.click();
    else if (option.dataset.opens) htmx.ajax("GET", option.dataset.opens, "#dialog");
    else location.assign(option.dataset.href);
  }
}

// Those that come with a dialog: somebody is chosen, and the next dialog takes its place.
htmx.onLoad((part) => {
  for (const root of part.querySelectorAll("[data-pick]")) {
    const box = new Combobox(root);
    root.addEventListener("left", () => root.closest("dialog")?.close());
    box.input.focus();
  }
});

function fits(option, text) {
  const words = text.toLowerCase().split(/\s+/);
  const name = option.textContent.toLowerCase();
  return words.every((word) => name.includes(word));
}
