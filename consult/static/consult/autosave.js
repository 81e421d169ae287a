// A text is kept as it is typed: on the server when the line is there, on this device always.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const { autosave: address, key } = form.dataset;
  const status = form.querySelector("[data-status]");
  const revision = form.querySelector("[name=revision]");
  const PAUSE = 1200;
  const RETRY = 5000;
  let timer = 0;
  let sending = false;
  let dirty = false;

  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const keep = () => localStorage.setItem(key, JSON.stringify({ at: revision.value, fields: fields() }));
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => save(), pause);
  };

  async function save(kept = false) {
    if (sending || !(dirty || kept)) return;
    sending = true;
    dirty = false;
    status.textContent = form.dataset.saving;
    status.classList.remove("text-danger");
    try {
      const body = new FormData(form);
      if (kept) body.append("kept", "yes");
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      const told = await answer.json();
      if (answer.ok) {
        revision.value = told.revision;
        status.textContent = form.dataset.saved;
        if (!dirty) localStorage.removeItem(key);
      } else {
        // What was typed stays in the page and on this device; nothing on the server is overwritten.
        status.textContent = told.error;
        status.classList.add("text-danger");
      }
    } catch {
      dirty = true;
      status.textContent = form.dataset.offline;
      later(RETRY);
    } finally {
      sending = false;
      if (dirty) later(PAUSE);
    }
  }

  const changed = () => {
    dirty = true;
    keep();
    later(PAUSE);
  };

  const restore = () => {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!kept || kept.at !== revision.value) return;
    for (const [name, value] of kept.fields) {
      if (name === "revision") continue;
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }
    status.textContent = form.dataset.restored;
    changed();
  };

  form.querySelector("[data-keep]")?.addEventListener("click", () => save(true));
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => localStorage.removeItem(key));
  window.addEventListener("online", () => later(0));
  restore();
})();
