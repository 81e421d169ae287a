// Shows a PDF with pdf.js, page by page as they come into view.
const SCALE_LIMIT = 2;

async function drawPage(pdf, holder, number) {
  const page = await pdf.getPage(number);
  const width = holder.clientWidth;
  const natural = page.getViewport({ scale: 1 });
  const ratio = Math.min(window.devicePixelRatio || 1, SCALE_LIMIT);
  const viewport = page.getViewport({ scale: (width / natural.width) * ratio });
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  canvas.className = "reader-page";
  holder.replaceChildren(canvas);
  await page.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
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
        drawPage(pdf, entry.target, Number(entry.target.dataset.number));
      }
    }, { root: null, rootMargin: "400px" });
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const holder = document.createElement("div");
      holder.className = "reader-holder";
      holder.dataset.number = String(number);
      holder.style.aspectRatio = `${first.width} / ${first.height}`;
      holder.setAttribute("role", "img");
      holder.setAttribute("aria-label", `${label} ${number}/${pdf.numPages}`);
      reader.append(holder);
      seen.observe(holder);
    }
  } catch (fault) {
    console.error(fault);
    reader.textContent = failed;
  }
}

const openAll = (root) => root.querySelectorAll("[data-pdf]").forEach(open);

document.querySelector("[data-reader-choice]")?.addEventListener("change", async (event) => {
  const target = document.getElementById("reader");
  const answer = await fetch(event.target.value, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!answer.ok) return;
  target.innerHTML = await answer.text();
  openAll(target);
});

openAll(document);
