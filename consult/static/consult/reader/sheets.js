// The pages of a file below each other: those in view and beside it are drawn, one after the other, the others take nothing.
import { Sheet } from "./sheet.js";

// Besides these, one more is in the making when a page is drawn anew.
const DRAWN_AT_MOST = 8;
const LEAST_ZOOM = 0.5;
const MOST_ZOOM = 6;
const REST = 150;

export class Sheets {
  constructor(root, book) {
    this.root = root;
    this.book = book;
    this.near = new Set();
    this.zoom = 1;
    this.current = 1;
    this.list = [];
  }

  // ``shape``: of the first page; the others are taken to be like it until they are drawn.
  lay(shape) {
    const notices = {};
    for (const one of this.root.parentElement.querySelectorAll("template[data-notice]")) notices[one.dataset.notice] = one;
    for (let number = 1; number <= this.book.count; number += 1) {
      const label = `${this.root.dataset.page} ${number}/${this.book.count}`;
      this.list.push(new Sheet(this.book, number, { label, shape, notices }));
    }
    this.root.replaceChildren(...this.list.map((sheet) => sheet.holder));
    this.watch();
  }

  watch() {
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const sheet = this.list[Number(target.dataset.number) - 1];
        if (isIntersecting) this.near.add(sheet);
        else this.near.delete(sheet);
      }
      this.plan();
    }, { root: this.root, rootMargin: "50% 0px" });
    for (const sheet of this.list) this.seen.observe(sheet.holder);
    this.sized = new ResizeObserver(() => this.turned());
    this.sized.observe(this.root);
    this.root.addEventListener("scroll", () => this.scrolled(), { passive: true });
  }

  close() {
    this.seen.disconnect();
    this.sized.disconnect();
    clearTimeout(this.resting);
    for (const sheet of this.list) sheet.giveBack();
    this.book.close();
  }

  // What lies a third down the window: the page, and how far down on it.
  placeNow() {
    const height = this.root.scrollTop + this.root.clientHeight / 3;
    const number = this.numberAt(height);
    const { offsetTop, offsetHeight } = this.list[number - 1].holder;
    return { number, down: (height - offsetTop) / offsetHeight };
  }

  // A telephone was turned: what was read stays in the window.
  turned() {
    if (this.root.clientWidth !== this.width && this.width && this.place) {
      const { offsetTop, offsetHeight } = this.list[this.place.number - 1].holder;
      this.root.scrollTop = offsetTop + this.place.down * offsetHeight - this.root.clientHeight / 3;
    }
    this.width = this.root.clientWidth;
    this.resized();
  }

  // While two fingers move, what is drawn is stretched; it is drawn anew when they rest.
  resized() {
    for (const sheet of this.list) if (sheet.alive) sheet.place();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.plan(), REST);
  }

  scrolled() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.place = this.placeNow();
      const { number } = this.place;
      if (number === this.current) return;
      this.current = number;
      this.plan();
      this.tell();
    });
  }

  // The page that lies at this height.
  numberAt(height) {
    let [low, high] = [0, this.list.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.list[middle].holder.offsetTop <= height) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  tell() {
    this.root.dispatchEvent(new CustomEvent("reader:moved", { bubbles: true, detail: this }));
  }

  plan() {
    const far = (sheet) => Math.abs(sheet.number - this.current);
    this.wanted = [...this.near].sort((left, right) => far(left) - far(right)).slice(0, DRAWN_AT_MOST);
    for (const sheet of this.list) if (sheet.alive && !this.wanted.includes(sheet)) sheet.giveBack();
    this.work();
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.next(); next; next = this.next()) await next.draw();
    } finally {
      this.busy = false;
    }
  }

  next() {
    return this.wanted.find((sheet) => sheet.holder.isConnected && sheet.width > 0 && !sheet.settled);
  }

  show(number) {
    const sheet = this.list[Math.min(Math.max(Math.round(number) || 1, 1), this.list.length) - 1];
    this.root.scrollTop = sheet.holder.offsetTop - parseFloat(getComputedStyle(this.root).paddingTop);
    this.current = sheet.number;
    this.tell();
    return sheet;
  }

  // Brings what lies on a page into the reader's window.
  bring(mark) {
    const { root } = this;
    const [there, window_] = [mark.getBoundingClientRect(), root.getBoundingClientRect()];
    root.scrollTop += there.top - window_.top - root.clientHeight / 3;
    if (there.left < window_.left || there.right > window_.right) root.scrollLeft += there.left - window_.left - root.clientWidth / 3;
  }

  // What lies at the point (from the corner of the reader's window; its middle unless told) stays there.
  setZoom(zoom, x = this.root.clientWidth / 2, y = this.root.clientHeight / 2) {
    const wanted = Math.min(Math.max(zoom, LEAST_ZOOM), MOST_ZOOM);
    const { holder } = this.list[this.numberAt(this.root.scrollTop + y) - 1];
    const down = (this.root.scrollTop + y - holder.offsetTop) / holder.offsetHeight;
    const across = (this.root.scrollLeft + x - holder.offsetLeft) / holder.offsetWidth;
    this.zoom = wanted;
    this.root.style.setProperty("--zoom", String(wanted));
    this.root.scrollTop = holder.offsetTop + down * holder.offsetHeight - y;
    this.root.scrollLeft = holder.offsetLeft + across * holder.offsetWidth - x;
    this.resized();
    this.tell();
  }
}
