// A reader of PDFs, opened: its pages, its bar and its search. Fetched when somebody comes to a reader.
import { serveBar } from "./bar.js";
import { Book } from "./book.js";
import { refuse } from "./refused.js";
import { pointOut, regionOf } from "./regions.js";
import { Search } from "./search.js";
import { Sheets } from "./sheets.js";

const opened = new Map();

export async function open(root) {
  let book;
  try {
    book = await Book.open(root.dataset);
    if (!root.isConnected) return book.close();
    const sheets = new Sheets(root, book);
    sheets.lay(book.shape);
    opened.set(root, sheets);
    root.dataset.opened = "yes";
    const bar = root.parentElement.querySelector("[data-reader-bar]");
    serveBar(bar, sheets);
    new Search(bar, sheets);
    root.dispatchEvent(new CustomEvent("reader:open", { bubbles: true }));
    const asked = new URLSearchParams(window.location.hash.slice(1));
    if (asked.get("page")) toPlace(root, asked.get("page"), regionOf(asked.get("region")));
  } catch (fault) {
    console.error(fault);
    book?.close();
    // What an older browser cannot read of pdf.js is a fault of syntax.
    refuse(root, fault instanceof SyntaxError ? "old" : "failed");
  }
  return undefined;
}

export function closeGone() {
  for (const [root, sheets] of opened) {
    if (root.isConnected) continue;
    sheets.close();
    opened.delete(root);
  }
}

// ``region``: of that page, or null.
export function toPlace(root, number, region) {
  const reader = root.matches("[data-pdf]") ? root : root.querySelector("[data-pdf]");
  const sheets = opened.get(reader);
  const sheet = sheets?.show(Number(number));
  const shown = sheet && pointOut(reader, sheet.holder, region);
  if (shown) {
    sheets.bring(shown);
    // Until it is drawn, a page is taken to be as long as the first.
    if (!sheet.drawnWidth) sheet.holder.addEventListener("reader:text", () => sheets.bring(shown), { once: true });
  }
  reader?.scrollIntoView({ block: "nearest" });
}
