// A file leaves in pieces, so that a large one needs little memory here and there:
// <form data-upload> with one file. A piece that is lost is sent again.
const TRIES = 4;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-upload]");
  const file = form?.querySelector("input[type=file]").files[0];
  if (!file) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  send(form, file)
    .catch((error) => fail(form, error.sentence))
    .finally(() => (button.disabled = false));
});

async function send(form, file) {
  const told = new FormData();
  told.set("filename", file.name);
  told.set("size", file.size);
  const { href, pieces, length } = await (await ask(form, form.action, told)).json();
  const bar = form.querySelector("progress");
  bar.hidden = false;
  for (let number = 0; number * length < file.size; number += 1) {
    const piece = file.slice(number * length, (number + 1) * length);
    await persist(() => ask(form, `${pieces}${number}`, piece));
    bar.value = Math.round((100 * (number + 1) * length) / file.size);
  }
  window.location.assign(href);
}

async function persist(attempt) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (error.sentence || tried === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * tried));
    }
  }
}

async function ask(form, address, body) {
  const headers = {
    Accept: "application/json",
    "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
  };
  if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
  const answer = await fetch(address, { method: "POST", body, headers });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(answer.status), { sentence: problem.detail });
}

function fail(form, sentence) {
  const text = sentence || form.dataset.failed;
  const event = new CustomEvent("toast", { bubbles: true, detail: { text, tone: "danger" } });
  form.dispatchEvent(event);
}
