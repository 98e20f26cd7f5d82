// Menus close when one looks away; the phone's drawer opens over the page.
document.addEventListener("click", ({ target }) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
  const button = target.closest("[data-drawer]");
  const drawer = document.getElementById("sidebar");
  if (button) setDrawer(!("open" in drawer.dataset));
  else if (drawer && "open" in drawer.dataset && !drawer.contains(target)) setDrawer(false);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (event.key === "Escape") escape(menu);
  if (menu && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    step(menu, event.key === "ArrowDown" ? 1 : -1);
  }
});

function escape(menu) {
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if ("open" in (document.getElementById("sidebar")?.dataset ?? {})) {
    setDrawer(false);
  }
}

function step(menu, by) {
  const items = [...menu.querySelectorAll("a, button, summary")];
  const next = items.indexOf(document.activeElement) + by;
  items[(next + items.length) % items.length].focus();
}

function setDrawer(open) {
  const drawer = document.getElementById("sidebar");
  const button = document.querySelector("[data-drawer]");
  drawer.toggleAttribute("data-open", open);
  button.setAttribute("aria-expanded", String(open));
  // What lies under the drawer is out of reach, for the keyboard too.
  document.querySelector(".page").inert = open;
  if (open) drawer.querySelector("a").focus();
  else button.focus();
}
