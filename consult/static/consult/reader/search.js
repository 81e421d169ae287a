// Searching in the text of a file: with or without accents, over the ends of lines, from hit to hit.
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\s]/g, "").toLowerCase().replace(/đ/g, "d");

function placesOf(wanted, text) {
  const places = [];
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) places.push(from);
  return places;
}

export class Search {
  constructor(bar, sheets) {
    this.sheets = sheets;
    this.texts = [];
    this.hits = [];
    this.now = -1;
    this.field = bar.querySelector("[data-search-field]");
    this.said = bar.querySelector("[data-search-said]");
    this.form = bar.querySelector("[data-search]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.step(1);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.shiftKey) return;
      event.preventDefault();
      this.step(-1);
    });
    this.field.addEventListener("input", () => {
      if (!this.field.value.trim()) this.forget();
    });
    bar.querySelector("[data-hit-before]").addEventListener("click", () => this.step(-1));
    bar.querySelector("[data-hit-after]").addEventListener("click", () => this.step(1));
    sheets.root.addEventListener("reader:text", (event) => this.mark(event.detail));
  }

  say(name, values = {}) {
    const words = this.said.dataset[name] ?? "";
    this.said.textContent = Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words);
  }

  forget() {
    this.wanted = "";
    this.hits = [];
    this.now = -1;
    this.said.textContent = "";
    this.markAll();
  }

  async step(way) {
    const wanted = plain(this.field.value);
    if (!wanted) return this.forget();
    if (wanted === this.wanted) return this.hits.length ? this.go((this.now + way + this.hits.length) % this.hits.length) : undefined;
    this.wanted = wanted;
    this.hits = [];
    this.now = -1;
    return this.look(wanted);
  }

  async look(wanted) {
    const { count } = this.sheets.book;
    const from = this.sheets.current;
    let first = null;
    for (let number = 1; number <= count; number += 1) {
      if (number % 10 === 1) this.say("looking", { page: number });
      const text = await this.textOf(number);
      if (this.wanted !== wanted) return;
      for (const place of placesOf(wanted, text)) {
        if (first === null && number >= from) first = this.hits.length;
        this.hits.push({ number, place });
      }
    }
    this.markAll();
    if (this.hits.length) this.go(first ?? 0);
    else this.say(this.texts.some(Boolean) ? "none" : "scan");
  }

  async textOf(number) {
    if (this.texts[number] !== undefined) return this.texts[number];
    let found = "";
    try {
      const page = await this.sheets.book.page(number);
      const { items } = await page.getTextContent();
      found = plain(items.map((item) => item.str ?? "").join(""));
      if (!this.sheets.list[number - 1].alive) page.cleanup();
    } catch {
      // A page that cannot be read has no text to search in; it says so itself where it is drawn.
    }
    this.texts[number] = found;
    return found;
  }

  go(index) {
    this.now = index;
    const hit = this.hits[index];
    this.say(this.texts.slice(1).includes("") ? "someScanned" : "found", { hit: index + 1, hits: this.hits.length });
    const sheet = this.sheets.list[hit.number - 1];
    this.brought = -1;
    if (!this.bring(sheet)) this.sheets.show(hit.number);
    this.markAll();
  }

  // Brings the present hit into the reader's window, once the text of its page is there.
  bring(sheet) {
    this.mark(sheet);
    const mark = sheet.holder.querySelector(".reader-hit-now");
    if (!mark) return false;
    this.sheets.bring(mark);
    return true;
  }

  markAll() {
    for (const sheet of this.sheets.list) if (sheet.text) this.mark(sheet);
  }

  mark(sheet) {
    sheet.marks?.remove();
    sheet.marks = null;
    const here = this.hits.map((hit, index) => ({ ...hit, index })).filter((hit) => hit.number === sheet.number);
    if (!here.length || !sheet.text) return;
    const letters = lettersOf(sheet.text);
    const text = letters.map((letter) => letter.plain).join("");
    const frame = sheet.holder.getBoundingClientRect();
    sheet.marks = document.createElement("div");
    sheet.marks.className = "reader-marks";
    for (const { place, index } of here) {
      if (!text.startsWith(this.wanted, place)) continue;
      for (const box of boxesOf(letters, place, place + this.wanted.length - 1)) {
        const made = document.createElement("div");
        made.className = index === this.now ? "reader-hit reader-hit-now" : "reader-hit";
        made.style.left = `${(100 * (box.left - frame.left)) / frame.width}%`;
        made.style.top = `${(100 * (box.top - frame.top)) / frame.height}%`;
        made.style.width = `${(100 * box.width) / frame.width}%`;
        made.style.height = `${(100 * box.height) / frame.height}%`;
        sheet.marks.append(made);
      }
    }
    sheet.text.after(sheet.marks);
    if (this.now >= 0 && this.hits[this.now].number === sheet.number && this.brought !== this.now) {
      this.brought = this.now;
      this.bring(sheet);
    }
  }
}

// Each letter that counts for searching, with where it stands.
function lettersOf(layer) {
  const letters = [];
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let offset = 0;
    for (const sign of node.data) {
      for (const one of plain(sign)) letters.push({ plain: one, node, offset, length: sign.length });
      offset += sign.length;
    }
  }
  return letters;
}

function boxesOf(letters, first, last) {
  const boxes = [];
  for (let from = first; from <= last; ) {
    let to = from;
    while (to < last && letters[to + 1].node === letters[from].node) to += 1;
    const range = document.createRange();
    range.setStart(letters[from].node, letters[from].offset);
    range.setEnd(letters[to].node, letters[to].offset + letters[to].length);
    boxes.push(...range.getClientRects());
    from = to + 1;
  }
  return boxes;
}
