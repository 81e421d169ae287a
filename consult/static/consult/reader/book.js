// A PDF as pdf.js opens it. Only what is looked at is fetched, by parts of the file.
import { partsOf } from "./parts.js";

// Decoded pictures are made smaller than this many bytes. Those of more pixels than the second number would take gigabytes on
// the way: a device with little memory leaves them out, others draw them in a second try, with more room.
const ROOM = {
  little: { exact: [2 ** 26, 2 ** 28], lenient: [2 ** 26, 2 ** 28] },
  much: { exact: [2 ** 28, 2 ** 29 - 1], lenient: [2 ** 30, -1] },
};
const NEEDED = 8;

// Safari does not tell its memory.
// eslint-disable-next-line compat/compat -- who does not know it is taken to have little
const memory = () => navigator.deviceMemory ?? (window.matchMedia("(pointer: coarse)").matches ? 0 : NEEDED);

// Decoding a picture fails without the page failing: then nothing lies under its name.
const failed = (objects) => [...objects].filter(([name, data]) => data === null && /(img|mask)_/.test(name)).map(([name]) => name);

// What the worker of pdf.js says where a page breaks off; pdf.js itself shows what came before, and tells nobody.
const BROKEN_OFF = 5;

// The file as one worker reads it: to the letter, or past its faults.
class Reading {
  constructor(pdfjs, settings, exact, room) {
    this.fault = null;
    this.port = new Worker(settings.worker, { type: "module" });
    this.port.addEventListener("message", ({ data }) => {
      if (data?.stream === BROKEN_OFF) this.fault = data.reason ?? new Error("broken off");
    });
    // Rejected where the file, or the worker itself, no longer comes.
    this.lost = new Promise((_, reject) => { this.lose = reject; });
    this.lost.catch(() => {});
    this.port.addEventListener("error", () => this.lose(new Error("The worker did not start.")));
    this.opened = Promise.race([this.open(pdfjs, settings, exact, room), this.lost]);
    this.opened.catch(() => {});
  }

  async open(pdfjs, { pdf, cmaps, fonts, wasm, profiles }, exact, [bytes, pixels]) {
    const source = await partsOf(pdfjs, pdf, this.lose);
    this.task = pdfjs.getDocument({
      ...source, worker: pdfjs.PDFWorker.create({ port: this.port }), stopAtErrors: exact,
      cMapUrl: cmaps, cMapPacked: true, standardFontDataUrl: fonts, wasmUrl: wasm, iccUrl: profiles,
      canvasMaxAreaInBytes: bytes, maxImageSize: pixels, verbosity: pdfjs.VerbosityLevel.ERRORS,
    });
    return this.task.promise;
  }

  async page(number) {
    return Promise.race([(await this.opened).getPage(number), this.lost]);
  }

  // Draws a page. Throws where it breaks off; whether every picture of it was drawn.
  async paint(page, canvas, viewport, begun) {
    this.fault = null;
    const task = page.render({ canvas, viewport });
    begun(task);
    try {
      await Promise.race([task.promise, this.lost]);
      if (this.fault) throw this.fault;
      return !(await lacks(page));
    } finally {
      // The canvas holds them now; decoded, the pictures of one scanned page take 35 MB.
      page.cleanup();
    }
  }

  async close() {
    await this.task?.destroy();
    this.port.terminate();
  }
}

async function lacks(page) {
  if (failed(page.objs).length) return true;
  const shared = failed(page.commonObjs);
  if (!shared.length) return false;
  const { argsArray } = await page.getOperatorList();
  return argsArray.some((given) => shared.includes(given?.[0]));
}

export class Book {
  static async open(settings) {
    const pdfjs = await import(settings.library);
    const book = new Book(pdfjs, settings);
    try {
      await book.begin();
    } catch {
      book.exact.close();
      book.exact = book.lenient;
      await book.begin();
    }
    return book;
  }

  constructor(pdfjs, settings) {
    this.pdfjs = pdfjs;
    this.settings = settings;
    this.room = ROOM[memory() < NEEDED ? "little" : "much"];
    this.exact = new Reading(pdfjs, settings, true, this.room.exact);
  }

  async begin() {
    this.count = (await this.exact.opened).numPages;
    this.shape = (await this.exact.page(1)).getViewport({ scale: 1 });
  }

  page(number) {
    return this.exact.page(number);
  }

  // For pages of which not all could be drawn.
  get lenient() {
    this.second ??= new Reading(this.pdfjs, this.settings, false, this.room.lenient);
    return this.second;
  }

  // Whether the second try leaves nothing out that stopped the first one.
  roomFor(fault) {
    return this.room.lenient[1] < 0 && /maximum allowed size/.test(fault?.message ?? "");
  }

  close() {
    this.exact.close();
    this.second?.close();
  }
}
