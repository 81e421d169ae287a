// One page in the reader: its place, what is drawn there while it is near, and what it says where it cannot be drawn.
const RATIO_AT_MOST = 2;
// 32 MB for a canvas; telephones refuse one of more than twice that.
const PIXELS_AT_MOST = 2 ** 23;

export class Sheet {
  constructor(book, number, { label, shape, notices }) {
    this.book = book;
    this.number = number;
    this.notices = notices;
    this.turn = null;
    this.drawnWidth = 0;
    this.holder = document.createElement("div");
    this.holder.className = "reader-holder";
    this.holder.dataset.number = String(number);
    this.holder.dataset.label = label;
    this.take(shape);
  }

  take(shape) {
    this.shape = shape;
    this.holder.style.aspectRatio = `${shape.width} / ${shape.height}`;
  }

  get width() {
    return this.holder.clientWidth;
  }

  // Whether what is drawn was drawn for about this width.
  get settled() {
    return this.faulty || (this.drawnWidth > 0 && Math.abs(this.width - this.drawnWidth) < this.drawnWidth / 10);
  }

  async draw() {
    const turn = (this.turn = {});
    const left = () => this.turn !== turn;
    const width = this.width;
    const canvas = document.createElement("canvas");
    this.coming = canvas;
    const found = await this.paintAll(canvas, left);
    if (left()) return emptied(canvas);
    this.coming = null;
    this.drawnWidth = width;
    this.faulty = found !== "";
    if (found === "nothing") emptied(canvas);
    else this.show(canvas);
    this.say(found);
    if (found !== "nothing") await this.layText(left);
    if (!left()) this.holder.dataset.drawn = "yes";
    return undefined;
  }

  // "" where all of the page was drawn, "part" or "nothing" otherwise.
  async paintAll(canvas, left) {
    let fault = null;
    try {
      if (await this.paint(this.book.exact, canvas, left)) return "";
    } catch (stopped) {
      fault = stopped;
    }
    if (left()) return "";
    try {
      const all = await this.paint(this.book.lenient, canvas, left);
      return all && (!fault || this.book.roomFor(fault)) ? "" : "part";
    } catch {
      return "nothing";
    }
  }

  // Whether every picture of the page was drawn.
  async paint(reading, canvas, left) {
    if (left()) return true;
    const page = await reading.page(this.number);
    if (left()) return true;
    this.page = page;
    const natural = page.getViewport({ scale: 1 });
    this.take(natural);
    const sharp = (this.width / natural.width) * Math.min(window.devicePixelRatio || 1, RATIO_AT_MOST);
    const scale = Math.min(sharp, Math.sqrt(PIXELS_AT_MOST / (natural.width * natural.height)));
    const viewport = page.getViewport({ scale });
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    return reading.paint(page, canvas, viewport, (task) => { this.task = task; });
  }

  show(canvas) {
    canvas.className = "reader-page";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.holder.dataset.label);
    emptied(this.canvas);
    this.canvas = canvas;
    this.holder.prepend(canvas);
  }

  async layText(left) {
    const text = document.createElement("div");
    text.className = "reader-text";
    const viewport = this.page.getViewport({ scale: 1 });
    const layer = new this.book.pdfjs.TextLayer({
      textContentSource: this.page.streamTextContent(), container: text, viewport,
    });
    this.layer = layer;
    this.text?.remove();
    this.text = text;
    this.canvas.after(text);
    this.place();
    try {
      await layer.render();
    } catch {
      // A page whose text cannot be read is read by eye.
    }
    if (!left()) this.holder.dispatchEvent(new CustomEvent("reader:text", { bubbles: true, detail: this }));
  }

  place() {
    this.holder.style.setProperty("--total-scale-factor", String(this.width / this.shape.width));
  }

  say(found) {
    this.notice?.remove();
    this.notice = null;
    if (!found) return;
    this.notice = this.notices[found].content.cloneNode(true).firstElementChild;
    this.holder.append(this.notice);
    this.holder.dataset.lacks = found;
  }

  get alive() {
    return Boolean(this.canvas || this.coming || this.notice);
  }

  // What a page took is given back as soon as it is far: a canvas keeps its memory until it has no size.
  giveBack() {
    this.turn = null;
    this.task?.cancel();
    this.layer?.cancel();
    emptied(this.coming);
    emptied(this.canvas);
    for (const part of [this.text, this.marks, this.notice]) part?.remove();
    this.page?.cleanup();
    this.canvas = this.coming = this.text = this.marks = this.layer = this.task = this.notice = this.page = null;
    this.drawnWidth = 0;
    this.faulty = false;
    delete this.holder.dataset.drawn;
    delete this.holder.dataset.lacks;
  }
}

function emptied(canvas) {
  if (!canvas) return;
  canvas.remove();
  canvas.width = 0;
  canvas.height = 0;
}
