// What is pasted keeps its letters with their meaning; what no text can hold is named below the editor.
// The server tells the same of texts that come without this script: consult/rules/pasted.py.
import * as prose from "django-prose-editor/editor";

// "*", "_", "~" and ">" that somebody types or pastes are signs, a footnote's for instance, and stay.
const literal = { addInputRules: () => [], addPasteRules: () => [] };
export const Bold = prose.Bold.extend(literal);
export const Italic = prose.Italic.extend(literal);
export const Strike = prose.Strike.extend(literal);
export const Blockquote = prose.Blockquote.extend(literal);

// The page's policy lets no style of a stranger hold, and says so of each: they are read as text, under another name.
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const withoutStyles = (html) => html.replace(TAG, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
const declared = (element) =>
  Object.fromEntries(
    (element.dataset?.style ?? "").toLowerCase().split(";").map((part) => {
      const [name, ...value] = part.split(":");
      return [name.trim(), value.join(":").trim()];
    }),
  );

const renamed = (element, name) => {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  for (const { name: key, value } of [...element.attributes]) made.setAttribute(key, value);
  element.replaceWith(made);
  return made;
};

// ------------------------------------------------------------ what is left out
const isGrey = (colour) => {
  const parts = colour.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
  if (!parts || parts[4] === "0") return true;
  const [red, green, blue] = parts.slice(1, 4).map(Number);
  return Math.max(red, green, blue) - Math.min(red, green, blue) < 40;
};

// The browser writes a colour in one way only when it draws it.
const drawn = (value) => {
  const pen = drawn.pen ?? (drawn.pen = document.createElement("canvas").getContext("2d"));
  pen.fillStyle = "#000";
  pen.fillStyle = value;
  const hex = pen.fillStyle.match(/^#(..)(..)(..)$/);
  return hex ? `rgb(${hex.slice(1).map((part) => parseInt(part, 16)).join(", ")})` : pen.fillStyle;
};

const isColoured = (element) =>
  [declared(element).color, declared(element)["background-color"] ?? declared(element).background, element.getAttribute("color"), element.getAttribute("bgcolor")].some(
    (value) => value && !isGrey(drawn(value)),
  );

function takeOut(body) {
  const found = { pictures: 0, formulas: 0, objects: 0, inputs: 0, hidden: 0, colours: 0 };
  const remove = (kind, selector, counts = () => true) => {
    for (const element of body.querySelectorAll(selector)) {
      if (!body.contains(element)) continue;
      found[kind] += counts(element) ? 1 : 0;
      element.remove();
    }
  };
  body.querySelectorAll("style, script, template, title, noscript, xml, annotation, annotation-xml").forEach((one) => one.remove());
  for (const element of body.querySelectorAll("[data-style]")) {
    if (declared(element).display === "none" || declared(element)["mso-hide"] === "all") element.dataset.hidden = "";
  }
  remove("hidden", "[data-hidden]");
  // What stands for a sign, as mail programs draw it, is that sign.
  body.querySelectorAll("img[alt]").forEach((one) => /^\p{Extended_Pictographic}\S{0,8}$/u.test(one.alt) && one.replaceWith(one.alt));
  remove("pictures", "img, svg, canvas, picture");
  remove("objects", "object, embed, iframe, video, audio");
  remove("inputs", "input, select, textarea, button", (one) => one.type !== "hidden");
  found.formulas = body.querySelectorAll("math").length;
  found.colours = [...body.querySelectorAll("[data-style], [color], [bgcolor], mark")].some((one) => one.matches("mark") || isColoured(one)) ? 1 : 0;
  return found;
}

// ------------------------------------------------------------ Word's lists, which are paragraphs
const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
const romanNumber = (text) =>
  [...text].reduce((sum, sign, place) => sum + (ROMAN[sign] < (ROMAN[text[place + 1]] ?? 0) ? -ROMAN[sign] : ROMAN[sign]), 0);

// All that a marker may mean, the likeliest first: "i." begins Roman numerals, or follows "h.".
function readings(marker) {
  if (/^[^\p{L}\p{N}]{1,2}$/u.test(marker) || ["o", "ü", "Ø", "§", "v", "q"].includes(marker)) return [{ tag: "ul", type: "", number: 0 }];
  const [, said] = marker.match(/^(\d{1,4}|[a-z]|[ivxlcdm]{1,8}|[A-Z]|[IVXLCDM]{1,8})[.)]$/) ?? [];
  if (!said) return [];
  if (/^\d/.test(said)) return [{ tag: "ol", type: "1", number: Number(said) }];
  const small = said.toLowerCase();
  const upper = said !== small;
  const letter = { tag: "ol", type: upper ? "A" : "a", number: small.charCodeAt(0) - 96 };
  const numeral = { tag: "ol", type: upper ? "I" : "i", number: romanNumber(small) };
  if (small.length > 1) return [numeral];
  return !(small in ROMAN) ? [letter] : small === "i" ? [numeral, letter] : [letter, numeral];
}

const levelOf = (paragraph) => Number(paragraph.dataset.style?.match(/mso-list:\s*l\d+\s+level(\d+)/i)?.[1] ?? 0);

function listWordParagraphs(body) {
  let open = [];
  const innermost = () => open[open.length - 1];
  let before = null;
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = levelOf(paragraph);
    const sign = level && [...paragraph.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(one.dataset.style));
    if (paragraph.previousElementSibling !== before) open = [];
    const marker = sign ? sign.textContent.replace(/[\s\u00a0]+/g, "") : "";
    const possible = marker && /^P$/i.test(paragraph.tagName) ? readings(marker) : [];
    // What no list counts ("1.1.", "đ)", "Điều 2.") stays as it is written.
    if (!possible.length) {
      if (sign) sign.replaceWith(`${marker} `);
      open = [];
      before = paragraph;
      continue;
    }
    sign.remove();
    while (open.length && innermost().level > level) open.pop();
    const list = innermost()?.level === level ? innermost() : null;
    const follows = list && possible.find((one) => one.tag === list.tag && one.type === list.type && (one.tag === "ul" || one.number === list.next));
    const reading = follows ?? possible[0];
    if (!follows) {
      if (list) open.pop();
      const element = body.ownerDocument.createElement(reading.tag);
      if (reading.tag === "ol" && reading.number !== 1) element.setAttribute("start", reading.number);
      if (reading.tag === "ol" && reading.type !== "1") element.setAttribute("type", reading.type);
      if (open.length) innermost().element.lastElementChild.append(element);
      else paragraph.before(element);
      open.push({ level, element, tag: reading.tag, type: reading.type });
    }
    const top = innermost();
    top.next = reading.number + 1;
    const item = body.ownerDocument.createElement("li");
    before = open[0].element;
    top.element.append(item);
    item.append(paragraph);
  }
}

// ------------------------------------------------------------ what is written in another way
const TYPES = { decimal: "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" };

function numberLists(body) {
  for (const list of body.querySelectorAll("ol")) {
    const first = list.querySelector(":scope > li");
    const type = TYPES[declared(list)["list-style-type"]] ?? TYPES[first && declared(first)["list-style-type"]];
    if (type && type !== "1" && !list.hasAttribute("type")) list.setAttribute("type", type);
    let current = list;
    let next = Number(list.getAttribute("start")) || 1;
    for (const item of [...list.querySelectorAll(":scope > li")]) {
      const number = Number(item.getAttribute("value")) || next;
      if (number !== next && item === first) list.setAttribute("start", number);
      else if (number !== next) {
        const rest = list.cloneNode(false);
        rest.setAttribute("start", number);
        current.after(rest);
        current = rest;
      }
      if (current !== list) current.append(item);
      next = number + 1;
    }
  }
}

function rewrite(body) {
  for (const element of body.querySelectorAll("h1, h2")) renamed(element, "h3");
  for (const element of body.querySelectorAll("h5, h6")) renamed(element, "h4");
  for (const element of body.querySelectorAll("ins")) renamed(element, "u");
  for (const element of body.querySelectorAll("q")) element.replaceWith("“", ...element.childNodes, "”");
  for (const element of body.querySelectorAll("caption")) element.closest("table")?.before(renamed(element, "p"));
  for (const element of body.querySelectorAll("pre")) element.innerHTML = element.innerHTML.replaceAll("\n", "<br>");
  for (const formula of body.querySelectorAll("msup, msub")) {
    if (formula.children[1]) renamed(formula.children[1], formula.tagName.toLowerCase() === "msup" ? "sup" : "sub");
  }
  for (const formula of body.querySelectorAll("mfrac")) formula.children[1]?.before("/");
  for (const link of body.querySelectorAll("a[href]")) {
    const address = link.getAttribute("href").replace(/^mailto:/i, "");
    if (address.startsWith("#review-")) continue;
    const told = /^(https?|ftp):|^mailto:/i.test(link.getAttribute("href")) && !link.textContent.includes(address.replace(/\/+$/, ""));
    // An address is underlined by whoever shows it.
    for (const inner of [link, ...link.querySelectorAll("*")]) delete inner.dataset.style;
    for (const inner of link.querySelectorAll("u")) inner.replaceWith(...inner.childNodes);
    link.replaceWith(...link.childNodes, ...(told ? [` (${address})`] : []));
  }
}

// Which marks a style puts on (true) or takes off its text (false).
function marksOf(style) {
  const found = {};
  const { "font-weight": weight = "", "font-style": slant = "", "vertical-align": raised = "" } = style;
  if (/^(bold(er)?|[6-9]\d\d|1000|normal|lighter|[1-5]\d\d)$/.test(weight)) found.strong = /^(bold|[6-9]|1000)/.test(weight);
  if (slant) found.em = /^(italic|oblique)/.test(slant);
  if (["super", "sub", "baseline"].includes(raised)) Object.assign(found, { sup: raised === "super", sub: raised === "sub" });
  const lines = `${style["text-decoration"] ?? ""} ${style["text-decoration-line"] ?? ""}`;
  // A line is drawn through all that lies within; "none" further in does not take it away.
  if (lines.includes("line-through")) found.s = true;
  if (lines.includes("underline")) found.u = true;
  return found;
}

function markByStyles(body) {
  for (const bold of body.querySelectorAll("b, strong")) {
    if (marksOf(declared(bold)).strong === false) bold.replaceWith(...bold.childNodes);
  }
  const texts = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts.filter((one) => one.data.trim() && one.parentElement.closest("[data-style]"))) {
    const on = {};
    const around = [];
    for (let element = text.parentElement; element && element !== body; element = element.parentElement) around.unshift(element);
    around.forEach((element) => Object.assign(on, marksOf(declared(element))));
    if (text.parentElement.closest("h1, h2, h3, h4, h5, h6, th")) on.strong = false;
    for (const mark of ["sub", "sup", "s", "u", "em", "strong"].filter((name) => on[name])) {
      const made = document.createElement(mark);
      text.replaceWith(made);
      made.append(text);
    }
  }
}

function tidied(html) {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const found = takeOut(body);
  listWordParagraphs(body);
  numberLists(body);
  rewrite(body);
  markByStyles(body);
  body.querySelectorAll("[data-style]").forEach((element) => delete element.dataset.style);
  return { html: body.innerHTML, found };
}

// ------------------------------------------------------------ saying so
function tell(editor, found) {
  const words = document.getElementById("pasting-words")?.dataset;
  const region = editor.view.dom.closest(".prose-editor")?.parentElement.querySelector("[data-paste-note]");
  if (!words || !region) return;
  const parts = Object.entries(found).filter(([, count]) => count).map(([kind, count]) => (kind === "colours" ? words[kind] : `${words[kind]} (${count})`));
  const advice = found.pictures || found.objects ? ` ${words.advice}` : "";
  region.textContent = parts.length ? `${words.leftOut} ${parts.join(", ")}.${advice}` : "";
}

const filesOf = (transfer) => [...(transfer?.files ?? [])];

export const Pasting = prose.Extension.create({
  name: "pasting",

  transformPastedHTML(html) {
    const { html: kept, found } = tidied(html);
    tell(this.editor, found);
    return kept;
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    const onlyFiles = (transfer) => filesOf(transfer).length > 0 && !transfer.types.includes("text/html");
    const refuse = (event, transfer) => {
      if (!onlyFiles(transfer)) return false;
      const pictures = filesOf(transfer).filter((file) => file.type.startsWith("image/")).length;
      tell(editor, { pictures, objects: filesOf(transfer).length - pictures });
      event.preventDefault();
      return true;
    };
    const props = {
      handlePaste: (_view, event) => refuse(event, event.clipboardData),
      handleDrop: (_view, event) => refuse(event, event.dataTransfer),
    };
    return [new prose.Plugin({ props })];
  },

  onCreate() {
    const around = this.editor.view.dom.closest(".prose-editor");
    const region = document.createElement("div");
    region.className = "form-hint text-warning-emphasis";
    region.setAttribute("role", "status");
    region.dataset.pasteNote = "";
    around?.after(region);
  },
});
