// Shows a PDF with pdf.js, page by page as they come into view, with its text to mark.
const SCALE_LIMIT = 2;

function placeText(holder, natural) {
  holder.style.setProperty("--total-scale-factor", String(holder.clientWidth / natural.width));
}

async function drawPage(pdfjs, pdf, holder, number) {
  const page = await pdf.getPage(number);
  const width = holder.clientWidth;
  const natural = page.getViewport({ scale: 1 });
  const ratio = Math.min(window.devicePixelRatio || 1, SCALE_LIMIT);
  const viewport = page.getViewport({ scale: (width / natural.width) * ratio });
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.className = "reader-page";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", holder.dataset.label);
  const text = document.createElement("div");
  text.className = "reader-text";
  holder.style.aspectRatio = `${natural.width} / ${natural.height}`;
  holder.prepend(canvas, text);
  placeText(holder, natural);
  new ResizeObserver(() => placeText(holder, natural)).observe(holder);
  await page.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
  const layer = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport: natural });
  await layer.render();
  holder.dataset.drawn = "yes";
}

async function open(reader) {
  const { pdf: address, library, worker, cmaps, fonts, failed, page: label } = reader.dataset;
  try {
    const pdfjs = await import(library);
    pdfjs.GlobalWorkerOptions.workerSrc = worker;
    const pdf = await pdfjs.getDocument({
      url: address, cMapUrl: cmaps, cMapPacked: true, standardFontDataUrl: fonts, isEvalSupported: false,
    }).promise;
    const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
    reader.replaceChildren();
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        drawPage(pdfjs, pdf, entry.target, Number(entry.target.dataset.number));
      }
    }, { root: null, rootMargin: "400px" });
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const holder = document.createElement("div");
      holder.className = "reader-holder";
      holder.dataset.number = String(number);
      holder.dataset.label = `${label} ${number}/${pdf.numPages}`;
      holder.style.aspectRatio = `${first.width} / ${first.height}`;
      reader.append(holder);
      seen.observe(holder);
    }
    reader.dispatchEvent(new CustomEvent("reader:open", { bubbles: true }));
    toPage(reader, new URLSearchParams(window.location.hash.slice(1)).get("page"));
  } catch (fault) {
    console.error(fault);
    reader.textContent = failed;
  }
}

function toPage(root, number) {
  root.querySelector(`[data-number="${Number(number)}"]`)?.scrollIntoView({ block: "start" });
}

const openAll = (root) => root.querySelectorAll("[data-pdf]").forEach(open);
const target = document.getElementById("reader");
const choice = document.querySelector("[data-reader-choice]");

async function show(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!answer.ok) return;
  target.innerHTML = await answer.text();
  target.dispatchEvent(new CustomEvent("reader:shown", { bubbles: true }));
  openAll(target);
}

choice?.addEventListener("change", () => show(choice.value));

// A remark leads to its page, in whichever paper it is.
document.addEventListener("reader:go", async (event) => {
  const { file, page } = event.detail;
  const shown = target.querySelector("[data-file]")?.dataset.file;
  const option = [...choice.options].find((one) => one.dataset.file === String(file));
  target.closest("section").scrollIntoView({ block: "start" });
  if (String(file) === shown) return toPage(target, page);
  if (!option) return undefined;
  choice.value = option.value;
  target.addEventListener("reader:open", () => toPage(target, page), { once: true });
  return show(option.value);
});

openAll(document);
