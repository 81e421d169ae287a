// What somebody typed and the server does not have yet: kept on this device under their name, until it has arrived or they
// sign out. Nobody else who signs in at this browser is shown it.
window.drafts = (() => {
  const PREFIX = "draft:";
  const person = document.body.dataset.person;
  // What a page shows after a form was sent: whether the form arrived.
  const arrived = person && !document.querySelector("[data-refused]");

  const attempt = (act, otherwise) => {
    try {
      return act();
    } catch {
      // A browser that keeps nothing still sends.
      return otherwise;
    }
  };
  const names = (prefix) => attempt(() => Object.keys(localStorage).filter((name) => name.startsWith(prefix)), []);
  const read = (name) => attempt(() => JSON.parse(localStorage.getItem(name) ?? "null"), null);
  const write = (name, value) => attempt(() => localStorage.setItem(name, JSON.stringify(value)));
  const remove = (name) => attempt(() => localStorage.removeItem(name));

  const own = (key) => `${PREFIX}${person}:${key}`;
  const plainKey = (form) => `form:${location.pathname}:${form.getAttribute("action") ?? ""}`;
  const boxes = (form) => [...form.querySelectorAll("textarea[name]:not([hidden])")];

  // A form that is sent took its text along; where the way ended at another page, the text waits.
  const keepSent = (form) => {
    const texts = boxes(form).map((box) => box.value);
    if (texts.some((text) => text.trim())) write(own(plainKey(form)), { submitted: true, plain: true, texts });
  };

  const putBack = (form) => {
    const kept = read(own(plainKey(form)));
    if (!kept?.plain) return;
    remove(own(plainKey(form)));
    boxes(form).forEach((box, place) => {
      if (kept.texts[place]) box.value = kept.texts[place];
    });
    document.querySelector("[data-put-back]").hidden = false;
  };

  // The page that is open now tells what became of what was sent.
  const settle = () => {
    const open = document.querySelector("form[data-autosave]")?.dataset.key;
    for (const name of names(person ? own("") : PREFIX)) {
      const kept = read(name);
      if (!kept?.submitted) continue;
      if (!arrived) write(name, { ...kept, submitted: false });
      else if (kept.plain || name !== own(open)) remove(name);
    }
    const waiting = document.querySelector("[data-waiting]");
    if (waiting) waiting.hidden = names(PREFIX).length === 0;
    if (arrived) document.querySelectorAll("form[method=post]:not([data-autosave])").forEach(putBack);
  };

  return {
    keep: (key, value) => person && write(own(key), value),
    kept: (key) => (person ? read(own(key)) : null),
    forget: (key) => remove(own(key)),
    any: () => Boolean(person) && names(own("")).length > 0,
    clear: () => names(own("")).forEach(remove),
    keepSent: (form) => person && keepSent(form),
    settle,
  };
})();
