// Remarks on the attachments: made at a page, a marked passage or a drawn region, kept as a list that is sent with the form.
import { drawing, drawOn, outline, pointOut } from "./reader/regions.js";

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

  const placed = ({ file, page, region }) =>
    [titles[file] ?? "", page && `${root.dataset.page} ${page}`, region && root.dataset.region].filter((part, at) => !at || part).join(", ");

  function row(remark) {
    const made = template.content.cloneNode(true).firstElementChild;
    const place = made.querySelector("[data-place]");
    place.textContent = placed(remark);
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
      pointOut(reader, null, null);
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
    outlineAll(list.filter((one) => one.file === file && one.region));
  }

  // The regions of one's own remarks lie over their pages while one writes.
  function outlineAll(list) {
    for (const one of reader.querySelectorAll(".reader-region-own")) one.remove();
    const holders = list.length ? [...reader.querySelectorAll(".reader-holder")] : [];
    for (const { page, region } of list) if (holders[page - 1]) outline(holders[page - 1], region, "reader-region-own");
  }

  const marked = (holder) => {
    const chosen = window.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !holder?.contains(chosen.getRangeAt(0).startContainer)) return "";
    return chosen.toString().replace(/\s+/g, " ").trim().slice(0, 600);
  };

  function add(page, holder, region = null) {
    const id = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    const file = Number(reader.querySelector("[data-file]").dataset.file);
    const remark = { id, file, page, quote: region ? "" : marked(holder), text: "", ...(region && { region }) };
    keep([...read(), remark]);
    const made = row(remark);
    rows.append(made);
    window.getSelection().removeAllRanges();
    made.scrollIntoView({ block: "center" });
    made.querySelector("textarea").focus({ preventScroll: true });
  }

  function plainButton() {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    return made;
  }

  function button(page, holder) {
    const made = plainButton();
    made.dataset.remark = String(page);
    made.append(page ? root.dataset.onPage : root.dataset.onAttachment, Object.assign(document.createElement("span"), { className: "ms-1" }));
    made.lastChild.dataset.count = "";
    // Pressing it must not unmark the passage.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("click", () => add(page, holder));
    return made;
  }

  // Where a scan has no text to mark, a rectangle says where.
  function regionButton(page, holder) {
    const made = plainButton();
    made.dataset.markRegion = String(page);
    made.setAttribute("aria-pressed", "false");
    made.append(root.dataset.markRegion);
    made.addEventListener("click", () => {
      if (made.getAttribute("aria-pressed") === "true") return drawing()();
      drawOn(holder, root.dataset.draw, (region) => {
        made.setAttribute("aria-pressed", "false");
        if (region) add(page, holder, region);
      });
      made.setAttribute("aria-pressed", "true");
      return undefined;
    });
    return made;
  }

  function buttonsOf(holder) {
    const page = Number(holder.dataset.number);
    const made = document.createElement("div");
    made.className = "reader-remark";
    const both = document.createElement("div");
    both.append(button(page, holder), regionButton(page, holder));
    made.append(both);
    return made;
  }

  const offer = () => {
    const head = reader.querySelector("[data-reader-head]");
    if (head && !head.querySelector("[data-remark]")) head.append(button(0, reader.querySelector("[data-reader-text]")));
    for (const holder of reader.querySelectorAll(".reader-holder")) {
      if (holder.querySelector("[data-remark]")) continue;
      holder.append(buttonsOf(holder));
    }
    count();
  };
  reader.addEventListener("reader:open", offer);
  reader.addEventListener("reader:shown", offer);
  form.addEventListener("consult:written", show);
  offer();
  show();
})();
