// A text is kept as it is typed: on the server when the line is there, on this device always.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const { autosave: address, key } = form.dataset;
  const status = form.querySelector("[data-status]");
  const revision = form.querySelector("[name=revision]");
  const choice = form.querySelector("[data-dispute]");
  const lists = [...form.querySelectorAll("[data-list]")].map((field) => field.name);
  const PAUSE = 1200;
  const RETRY = 5000;
  let timer = 0;
  let sending = null;
  let dirty = false;
  // "Save" was pressed: the state that is sent next is kept for itself.
  let keeping = false;
  // What was sent and not answered.
  let unanswered = null;
  const disputes = new Set();

  const fields = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "revision"].includes(name)));
  const stated = document.getElementById("saved-version");
  // What the server holds, as far as this page knows; what is typed is compared with it.
  let server = stated ? JSON.parse(stated.textContent) : { revision: Number(revision.value), fields: fields() };
  let began = server;

  const remember = (more = {}) => {
    try {
      localStorage.setItem(key, JSON.stringify({ draft: true, began, fields: fields(), ...more }));
    } catch {
      // A browser that keeps nothing still sends.
    }
  };
  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  };
  const say = (text, wrong = false) => {
    status.textContent = text;
    status.classList.toggle("text-danger", wrong);
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => save(), pause);
  };
  const write = (values) => {
    for (const [name, value] of Object.entries(values)) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
        else field.value = value;
      }
    }
    form.dispatchEvent(new CustomEvent("consult:written"));
  };

  function settle(name, panel, text) {
    if (text !== null) write({ [name]: text });
    panel.remove();
    disputes.delete(name);
    if (disputes.size) return;
    began = server;
    changed();
  }

  // Shows what the other device wrote under the field that both changed.
  function dispute(name, here, there) {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const panel = choice.content.cloneNode(true).firstElementChild;
    const label = field.type === "radio" && form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(there)}"]`)?.closest("label");
    panel.querySelector("[data-other]").textContent = label ? label.textContent.trim() : there || "–";
    panel.querySelector("[data-mine]").addEventListener("click", () => settle(name, panel, null));
    panel.querySelector("[data-theirs]").addEventListener("click", () => settle(name, panel, there));
    const both = panel.querySelector("[data-both]");
    if (field.tagName === "TEXTAREA" && there) both.addEventListener("click", () => settle(name, panel, `${field.value}\n\n${there}`));
    else both.remove();
    (field.type === "radio" ? field.closest("[role=radiogroup], fieldset, .mb-3") : field).after(panel);
    disputes.add(name);
  }

  // Puts together what is typed here and what another device has saved since.
  function reconcile(base, mine, theirs) {
    form.querySelectorAll("[data-choose]").forEach((panel) => panel.remove());
    disputes.clear();
    const { merged, disputed } = window.mergeFields(base, mine, theirs.fields, lists);
    write(merged);
    server = theirs;
    revision.value = theirs.revision;
    disputed.forEach((name) => dispute(name, mine[name] ?? "", theirs.fields[name] ?? ""));
    if (disputed.length) {
      remember();
      say(form.dataset.disputed, true);
    } else {
      began = server;
      say(form.dataset.merged);
      changed();
    }
  }

  function packed() {
    const body = new FormData(form);
    if (keeping) body.append("kept", "yes");
    keeping = false;
    return { body, sent: fields() };
  }

  async function send() {
    say(form.dataset.saving);
    // Sent again as it was until it is answered: the server knows whether it has it already, and nobody else wrote it.
    unanswered ??= packed();
    const { body, sent } = unanswered;
    dirty = false;
    try {
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      if (answer.status >= 500) throw new Error(String(answer.status));
      const told = await answer.json();
      unanswered = null;
      dirty ||= JSON.stringify(fields()) !== JSON.stringify(sent);
      if (answer.ok) {
        revision.value = told.revision;
        server = began = { revision: told.revision, fields: sent };
        if (dirty) remember();
        else {
          say(form.dataset.saved);
          localStorage.removeItem(key);
        }
      } else if (told.fields) {
        reconcile(server.fields, fields(), told);
      } else {
        // What was typed stays in the page and on this device; nothing on the server is overwritten.
        dirty = false;
        say(told.error, true);
      }
    } catch {
      dirty = true;
      say(form.dataset.offline);
      later(RETRY);
    }
  }

  async function save(kept = false) {
    keeping ||= kept;
    if (sending || disputes.size || !(dirty || keeping)) return;
    sending = send();
    await sending;
    sending = null;
    if ((dirty || keeping) && !unanswered && navigator.onLine) later(PAUSE);
  }

  function changed() {
    dirty = true;
    remember();
    later(PAUSE);
  }

  function restore() {
    const kept = remembered();
    if (form.dataset.bound) {
      // The page came back with what was typed; another device may have been quicker.
      if (choice && kept?.fields && kept.began.revision < server.revision) reconcile(kept.began.fields, fields(), server);
      else if (choice && kept?.fields) changed();
    } else if (kept?.fields && choice) {
      reconcile(kept.began.fields, kept.fields, server);
      if (!disputes.size) say(form.dataset.restored);
    } else if (kept?.fields) {
      // Saved elsewhere since: the server says so, and keeps both.
      revision.value = kept.began.revision;
      write(kept.fields);
      say(form.dataset.restored);
      changed();
    }
  }

  form.querySelector("[data-keep]")?.addEventListener("click", () => save(true));
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    const wait = (text) => {
      event.preventDefault();
      say(text, true);
    };
    if (!navigator.onLine) return wait(form.dataset.offline);
    if (disputes.size) {
      form.querySelector("[data-choose]").scrollIntoView({ block: "center" });
      return wait(form.dataset.disputed);
    }
    clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      sending.then(() => form.submit());
    }
    // Thrown away by the next page, which shows that it has arrived.
    remember({ submitted: true });
  });
  window.addEventListener("online", () => later(0));
  restore();
})();
