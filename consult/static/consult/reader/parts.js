// A file in parts, fetched as pdf.js asks for them. What the network loses is asked for again until it comes: pdf.js asks once.
const PART = 2 ** 18;
const PAUSES = [1000, 2000, 4000, 8000];

const SIGNED_OUT = 401;
const BUSY = 429;

// Null where it is to be asked again: the network is away, or nobody is signed in, as they may be again in another window.
async function ask(address, begin, end, signal) {
  // Who takes JSON is told that the session has ended, and not led to the page of signing in.
  const headers = { Accept: "application/json", Range: `bytes=${begin}-${end - 1}` };
  let answer;
  try {
    answer = await fetch(address, { headers, credentials: "same-origin", signal });
  } catch {
    return null;
  }
  if (answer.status !== SIGNED_OUT) return answer;
  document.dispatchEvent(new CustomEvent("consult:unanswered", { detail: { status: SIGNED_OUT } }));
  return null;
}

// After a pause, or as soon as the device is on the line again.
const later = (tries) =>
  new Promise((resolve) => {
    setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]);
    window.addEventListener("online", resolve, { once: true });
  });

// What to give pdf.js; ``lost`` is called with the answer that is no part of the file, such as that of a file that is gone.
export async function partsOf(pdfjs, address, lost) {
  let first = await ask(address, 0, PART);
  for (let tries = 0; !first; tries += 1) {
    await later(tries);
    first = await ask(address, 0, PART);
  }
  if (!first.ok) throw new Error(`The file was answered with ${first.status}.`);
  const begun = new Uint8Array(await first.arrayBuffer());
  if (first.status !== 206) return { data: begun };
  const length = Number(first.headers.get("Content-Range").split("/")[1]);
  const stopped = new AbortController();

  class Parts extends pdfjs.PDFDataRangeTransport {
    async requestDataRange(begin, end) {
      for (let tries = 0; !stopped.signal.aborted; tries += 1) {
        const answer = await ask(address, begin, end, stopped.signal);
        if (answer && answer.status < 500 && answer.status !== BUSY) {
          if (answer.status !== 206) return lost(new Error(`A part of the file was answered with ${answer.status}.`));
          const bytes = await answer.arrayBuffer().catch(() => null);
          if (bytes) return this.onDataRange(begin, new Uint8Array(bytes));
        }
        await later(tries);
      }
      return undefined;
    }

    abort() {
      stopped.abort();
    }
  }

  return { range: new Parts(length, begun), rangeChunkSize: PART, disableStream: true, disableAutoFetch: true };
}
