// Shows attachments in the page. What reads PDFs is fetched when somebody comes to a reader, not with the page.
import { refuse } from "./reader/refused.js";

const target = document.getElementById("reader");
const choice = document.querySelector("[data-reader-choice]");
const reading = () => import("./reader/opened.js");

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    // What reads PDFs does not come either: the network is away, or the page is older than what the server has now.
    reading().then((reader) => reader.open(entry.target), () => refuse(entry.target, "failed"));
  }
}, { rootMargin: "200px" });
const openAll = (root) => root.querySelectorAll("[data-pdf]").forEach((reader) => near.observe(reader));

let turns = 0;
async function part(address) {
  let status = 0;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.ok) return await answer.text();
    status = answer.status;
  } catch {
    // The network is away.
  }
  document.dispatchEvent(new CustomEvent("consult:unanswered", { detail: { status } }));
  return null;
}

async function show(address) {
  const turn = (turns += 1);
  const found = await part(address);
  // Another one was chosen meanwhile.
  if (turn !== turns) return;
  if (found === null) {
    // The choice names what is read: remarks go to that.
    const { file } = target.querySelector("[data-file]").dataset;
    choice.value = [...choice.options].find((one) => one.dataset.file === file).value;
    return;
  }
  target.innerHTML = found;
  window.htmx?.process(target);
  (await reading()).closeGone();
  target.dispatchEvent(new CustomEvent("reader:shown", { bubbles: true }));
  openAll(target);
}

choice?.addEventListener("change", () => show(choice.value));

// A remark leads to its page, in whichever attachment it is.
document.addEventListener("reader:go", async (event) => {
  const { file, page, region } = event.detail;
  const shown = target.querySelector("[data-file]")?.dataset.file;
  const option = [...choice.options].find((one) => one.dataset.file === String(file));
  target.closest("section").scrollIntoView({ block: "start" });
  const { toPlace } = await reading();
  const go = () => toPlace(target, page, region ?? null);
  if (String(file) === shown && target.querySelector("[data-opened]")) return go();
  target.addEventListener("reader:open", go, { once: true });
  if (String(file) === shown || !option) return undefined;
  choice.value = option.value;
  return show(option.value);
});

// What a document would look like comes by htmx, again and again.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.target.querySelector?.("[data-pdf]")) return;
  openAll(event.target);
  reading().then((reader) => reader.closeGone(), () => {});
});

// The pages that were waited for have come.
document.addEventListener("htmx:load", ({ detail }) => {
  if (!detail.elt.matches?.("[data-file]")) return;
  detail.elt.dispatchEvent(new CustomEvent("reader:shown", { bubbles: true }));
  openAll(detail.elt);
});

openAll(document);
