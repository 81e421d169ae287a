// Remarks on the papers: made at a page or a marked passage, kept as a list that is sent with the form.
(() => {
  const root = document.querySelector("[data-remarks]");
  if (!root) return;
  const form = root.closest("form");
  const store = form.querySelector("[name=remarks]");
  const rows = root.querySelector("[data-remark-rows]");
  const template = root.querySelector("template");
  const titles = JSON.parse(document.getElementById("file-titles").textContent);
  const reader = document.getElementById("reader");

  const read = () => JSON.parse(store.value || "[]");
  const keep = (list) => {
    store.value = JSON.stringify(list);
    store.dispatchEvent(new Event("change", { bubbles: true }));
    count();
  };
  const change = (id, text) => keep(read().map((one) => (one.id === id ? { ...one, text } : one)));

  function row(remark) {
    const made = template.content.cloneNode(true).firstElementChild;
    const place = made.querySelector("[data-place]");
    const title = titles[remark.file] ?? "";
    place.textContent = remark.page ? `${title}, ${root.dataset.page} ${remark.page}` : title;
    place.addEventListener("click", () => document.dispatchEvent(new CustomEvent("reader:go", { detail: remark })));
    const quote = made.querySelector("[data-quote]");
    if (remark.quote) quote.textContent = `“${remark.quote}”`;
    else quote.remove();
    const text = made.querySelector("textarea");
    text.value = remark.text;
    text.setAttribute("aria-label", `${root.dataset.label} ${place.textContent}`);
    text.addEventListener("input", (event) => {
      event.stopPropagation();
      change(remark.id, text.value);
    });
    text.addEventListener("change", (event) => event.stopPropagation());
    made.querySelector("[data-take-back]").addEventListener("click", () => {
      keep(read().filter((one) => one.id !== remark.id));
      made.remove();
    });
    return made;
  }

  function show() {
    rows.replaceChildren(...read().map(row));
    count();
  }

  function count() {
    const list = read();
    root.querySelector("[data-none]").hidden = list.length > 0;
    const file = Number(reader.querySelector("[data-file]")?.dataset.file);
    for (const button of reader.querySelectorAll("[data-remark]")) {
      const here = list.filter((one) => one.file === file && one.page === Number(button.dataset.remark)).length;
      button.querySelector("[data-count]").textContent = here ? ` (${here})` : "";
    }
  }

  const marked = (holder) => {
    const chosen = window.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !holder?.contains(chosen.getRangeAt(0).startContainer)) return "";
    return chosen.toString().replace(/\s+/g, " ").trim().slice(0, 600);
  };

  function add(page, holder) {
    const id = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    const file = Number(reader.querySelector("[data-file]").dataset.file);
    const remark = { id, file, page, quote: marked(holder), text: "" };
    keep([...read(), remark]);
    const made = row(remark);
    rows.append(made);
    window.getSelection().removeAllRanges();
    made.scrollIntoView({ block: "center" });
    made.querySelector("textarea").focus({ preventScroll: true });
  }

  function button(page, holder) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm reader-remark";
    made.dataset.remark = String(page);
    made.append(page ? root.dataset.onPage : root.dataset.onPaper, Object.assign(document.createElement("span"), { className: "ms-1" }));
    made.lastChild.dataset.count = "";
    // Pressing it must not unmark the passage.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => add(page, holder));
    return made;
  }

  const offer = () => {
    const head = reader.querySelector("[data-reader-head]");
    if (head && !head.querySelector("[data-remark]")) head.append(button(0, null));
    for (const holder of reader.querySelectorAll(".reader-holder:not(:has([data-remark]))")) {
      holder.append(button(Number(holder.dataset.number), holder));
    }
    count();
  };
  reader.addEventListener("reader:open", offer);
  reader.addEventListener("reader:shown", offer);
  form.addEventListener("consult:written", show);
  offer();
  show();
})();
