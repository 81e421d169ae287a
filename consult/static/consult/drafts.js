// What somebody typed and the server does not have yet: kept on this device under their name, until it has arrived or they
// sign out. Nobody else who signs in at this browser is shown it.
window.drafts = (() => {
  const PREFIX = "draft:";
  // No request takes longer; until then what another tab has sent is on its way and none of this one's business.
  const ON_ITS_WAY_MS = 180_000;
  const person = document.body.dataset.person;
  // A page that refuses shows no form to fill in again.
  const takes = person && !document.querySelector("[data-refused]");

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

  const newMark = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const tab = attempt(() => {
    const known = sessionStorage.getItem("tab") ?? newMark();
    sessionStorage.setItem("tab", known);
    return known;
  }, newMark());

  const own = (key) => `${PREFIX}${person}:${key}`;
  const formKey = (form) => own(`form:${location.pathname}${location.search}:${form.getAttribute("action") ?? ""}#`);
  const boxes = (form) => [...form.querySelectorAll("textarea[name]:not([hidden])")];

  // What is kept of a form that is sent: the form carries a mark, and the server says which marks have arrived.
  const sending = (form) => {
    const mark = newMark();
    const field = form.querySelector("input[name=sent_mark]") ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: "sent_mark", value: mark });
    form.append(field);
    return { submitted: true, mark, tab, sent: Date.now() };
  };

  // A form that is sent took its text along; the text waits until its mark has arrived.
  const keepSent = (form) => {
    const texts = boxes(form).map((box) => ({ name: box.name, began: box.defaultValue, value: box.value }));
    if (!texts.some((text) => text.value.trim())) {
      remove(formKey(form) + tab);
      return;
    }
    write(formKey(form) + tab, { ...sending(form), plain: true, texts });
  };
  const arrivedMarks = () => (/(?:^|; )arrived=([^;]+)/.exec(document.cookie)?.[1] ?? "").split(".");

  // Put back only where the page still shows what stood there when it was typed; it is kept until it has arrived.
  const putBack = (form) => {
    const waiting = names(formKey(form)).map((name) => ({ name, kept: read(name) })).filter(({ kept }) => kept?.plain && !kept.submitted);
    const [newest] = waiting.sort((one, other) => other.kept.sent - one.kept.sent);
    if (!newest) return;
    const { texts } = newest.kept;
    let changed = false;
    boxes(form).forEach((box, place) => {
      const text = texts[place];
      if (!text || text.name !== box.name || box.value === text.value) return;
      if (box.defaultValue !== text.began) return;
      box.value = text.value;
      changed = true;
    });
    if (!changed) return;
    document.querySelector("[data-put-back]").hidden = false;
    // From now on it is this tab's: the tab that sent it may be closed, and what is sent from here takes its place.
    if (newest.name === formKey(form) + tab) return;
    remove(newest.name);
    write(formKey(form) + tab, { ...newest.kept, tab });
  };

  // The page that is open now tells what became of what was sent.
  const settle = () => {
    const marks = arrivedMarks();
    for (const name of names(person ? own("") : PREFIX)) {
      const kept = read(name);
      if (kept?.mark && marks.includes(kept.mark)) remove(name);
      else if (kept?.submitted) {
        const onItsWay = kept.tab !== tab && Date.now() - kept.sent < ON_ITS_WAY_MS;
        if (!onItsWay) write(name, { ...kept, submitted: false });
      }
    }
    const waiting = document.querySelector("[data-waiting]");
    if (waiting) waiting.hidden = names(PREFIX).length === 0;
    if (takes) document.querySelectorAll("form[method=post]:not([data-autosave])").forEach(putBack);
  };

  return {
    keep: (key, value) => person && write(own(key), value),
    kept: (key) => (person ? read(own(key)) : null),
    forget: (key) => remove(own(key)),
    any: () => Boolean(person) && names(own("")).length > 0,
    clear: () => names(own("")).forEach(remove),
    sending,
    keepSent: (form) => person && keepSent(form),
    settle,
  };
})();
