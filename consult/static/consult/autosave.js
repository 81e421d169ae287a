// A text is kept as it is typed: on the server when the line is there, on this device always.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const { autosave: address, key, saves } = form.dataset;
  // What is typed in fields that the server takes only with the whole form stays on this device until that has been sent.
  const restKey = `${key}:rest`;
  const taken = saves?.split(" ");
  const status = form.querySelector("[data-status]");
  const revision = form.querySelector("[name=revision]");
  const choice = form.querySelector("[data-dispute]");
  const lists = [...form.querySelectorAll("[data-list]")].map((field) => field.name);
  const boxes = [...form.querySelectorAll("input[type=checkbox][name]")].map((box) => box.name);
  const chosen = boxes.filter((name, place) => boxes.indexOf(name) !== place);
  const overtaken = form.querySelector("[data-overtaken]");
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

  // By name; what is ticked among many boxes of one name, joined by commas.
  const fields = () => {
    const values = Object.fromEntries(boxes.map((name) => [name, ""]));
    for (const [name, value] of new FormData(form)) {
      if (["csrfmiddlewaretoken", "revision", "sent_mark"].includes(name)) continue;
      values[name] = values[name] && chosen.includes(name) ? `${values[name]},${value}` : value;
    }
    return values;
  };
  const stated = document.getElementById("saved-version");
  // What the server holds, as far as this page knows; what is typed is compared with it.
  let server = stated ? JSON.parse(stated.textContent) : { revision: Number(revision.value), fields: fields() };
  let began = server;
  // What stood in the page before anything was put back into it.
  let restBegan = server.fields;

  const rest = (values) => Object.fromEntries(Object.entries(values).filter(([name]) => !taken.includes(name)));
  const rememberRest = (more = {}) => {
    if (!taken) return;
    const [before, now] = [rest(restBegan), rest(fields())];
    if (JSON.stringify(before) === JSON.stringify(now)) window.drafts.forget(restKey);
    else window.drafts.keep(restKey, { began: before, fields: now, ...more });
  };
  const remember = (more = {}) => window.drafts.keep(key, { began, fields: fields(), ...more });
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
        if (field.type === "checkbox") field.checked = value.split(",").includes(field.value);
        else if (field.type === "radio") field.checked = field.value === value;
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
    const label =
      field.tagName === "SELECT"
        ? field.querySelector(`option[value="${CSS.escape(there)}"]`)
        : field.type === "radio" && form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(there)}"]`)?.closest("label");
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
    const { merged, disputed } = window.mergeFields(base, mine, theirs.fields, lists, chosen);
    write(merged);
    server = theirs;
    revision.value = theirs.revision;
    disputed.forEach((name) => dispute(name, mine[name] ?? "", theirs.fields[name] ?? ""));
    if (disputed.length) {
      form.dispatchEvent(new CustomEvent("consult:disputed"));
      remember();
      say(form.dataset.disputed, true);
    } else {
      began = server;
      say(form.dataset.merged);
      changed();
    }
  }

  // A rich text is joined by hand: the other version stands above it, and of both every state is kept.
  function showOther(told) {
    form.querySelector("[data-other-version]")?.remove();
    const panel = overtaken.content.cloneNode(true).firstElementChild;
    // Cleaned by the server.
    panel.querySelector("[data-other]").innerHTML = told.body;
    panel.querySelector("[data-go-on]").addEventListener("click", () => {
      revision.value = told.revision;
      began = { ...began, revision: told.revision };
      panel.remove();
      changed();
      save(true);
    });
    overtaken.before(panel);
  }

  // What was typed stays in the page and on this device; trying again changes nothing.
  function stop(text, link, address) {
    remember();
    say(`${text} `, true);
    if (link) status.append(Object.assign(document.createElement("a"), { href: address, textContent: link }));
  }

  function refused(answer, told) {
    dirty = false;
    if (answer.status === 401) stop(told.error, form.dataset.signIn, `${told.sign_in}?next=${encodeURIComponent(location.pathname)}`);
    else if (!told.error) stop(form.dataset.stale, form.dataset.reload, location.pathname);
    else stop(told.error);
    if (told.body !== undefined && overtaken) showOther(told);
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
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
      // A page instead of an answer: a token that is too old, or a way that leads elsewhere.
      const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      unanswered = null;
      dirty ||= JSON.stringify(fields()) !== JSON.stringify(sent);
      if (answer.ok && told.revision !== undefined) {
        revision.value = told.revision;
        server = began = { revision: told.revision, fields: sent };
        if (dirty) remember();
        else {
          say(form.dataset.saved);
          window.drafts.forget(key);
          rememberRest();
        }
      } else if (told.fields) {
        reconcile(server.fields, fields(), told);
      } else {
        refused(answer, told);
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

  function restoreRest() {
    const kept = taken && window.drafts.kept(restKey);
    if (!kept) return;
    if (kept.submitted) window.drafts.keep(restKey, { ...kept, submitted: false });
    if (form.dataset.bound) {
      // The page shows what was sent; what it showed before is what it will begin with again.
      restBegan = kept.began;
      return;
    }
    const wanted = Object.entries(kept.fields).filter(([name, value]) => restBegan[name] === kept.began[name] && value !== kept.began[name]);
    if (!wanted.length) return;
    write(Object.fromEntries(wanted));
    say(form.dataset.restored);
  }

  function restore() {
    restoreRest();
    const kept = window.drafts.kept(key);
    // It came back, so it has not arrived.
    if (kept?.submitted) window.drafts.keep(key, { ...kept, submitted: false });
    if (form.dataset.bound) {
      // The page came back with what was typed; another device may have been quicker.
      if (choice && kept?.fields && kept.began.revision < server.revision) reconcile(kept.began.fields, fields(), server);
      else if (choice && kept?.fields) changed();
    } else if (kept?.fields && choice) {
      reconcile(kept.began.fields, kept.fields, server);
      if (!disputes.size) say(form.dataset.restored);
    } else if (kept?.fields && taken?.every((name) => kept.fields[name] === kept.began.fields[name])) {
      // No text was changed here: the newest stays, be it from another window or from Word.
      write(Object.fromEntries(Object.entries(kept.fields).filter(([name]) => !taken.includes(name))));
      say(form.dataset.restored);
      changed();
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
  // Who signs out takes the last words along first.
  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.dataset.signOut || !dirty || !navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(timer);
      const sent = async () => {
        await sending;
        await save();
        dirty = false;
        event.target.requestSubmit();
      };
      sent();
    },
    true,
  );
  form.addEventListener("submit", (event) => {
    const wait = (text) => {
      event.preventDefault();
      say(text, true);
    };
    // The button may be far from the line that tells of saving.
    const beside = event.submitter?.parentElement.querySelector(".not-sent") ?? document.createElement("div");
    beside.className = "not-sent text-danger w-100 mt-2";
    beside.setAttribute("role", "alert");
    beside.textContent = navigator.onLine ? "" : form.dataset.notSent;
    event.submitter?.after(beside);
    if (!navigator.onLine) return wait(form.dataset.offline);
    if (disputes.size) {
      form.querySelector("[data-choose]").scrollIntoView({ block: "center" });
      return wait(form.dataset.disputed);
    }
    clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      // Once more as it was pressed: the button may say what is asked for.
      sending.then(() => form.requestSubmit(event.submitter));
    }
  });
  // On its way now, pressed once or twice: thrown away by the page that is told that it has arrived.
  form.addEventListener("consult:sent", () => {
    const mark = window.drafts.sending(form);
    remember(mark);
    rememberRest(mark);
  });
  window.addEventListener("online", () => later(0));
  restore();
})();
