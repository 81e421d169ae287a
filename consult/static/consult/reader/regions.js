// Rectangles on a page, in fractions of it (left, top, width, height): drawn by mouse or finger, and shown at every size.
const DIGITS = 4;
// What a hand that meant to tap moves, in pixels.
const LEAST = 6;

const rounded = (value) => Number(value.toFixed(DIGITS));
const within = (value) => Math.min(Math.max(value, 0), 1);

// Of an address. Null for what is no rectangle.
export function regionOf(text) {
  const region = (text ?? "").split(",").map((one) => (one.trim() === "" ? NaN : Number(one)));
  const [left, top, width, height] = region;
  const holds = region.length === 4 && region.every((one) => one >= 0 && one <= 1) && width > 0 && height > 0;
  return holds && left + width < 1.001 && top + height < 1.001 ? region : null;
}

export function outline(holder, region, kind) {
  const made = document.createElement("div");
  made.className = `reader-region ${kind}`;
  lay(made, region);
  holder.append(made);
  return made;
}

function lay(made, region) {
  for (const [place, side] of ["left", "top", "width", "height"].entries()) made.style[side] = `${100 * region[place]}%`;
}

// What a remark or an address points to: one at a time.
export function pointOut(root, holder, region) {
  for (const one of root.querySelectorAll(".reader-region-now")) one.remove();
  return region ? outline(holder, region, "reader-region-now") : null;
}

// The rectangle between two points of the page.
function between([fromX, fromY], [toX, toY]) {
  const [left, top] = [Math.min(fromX, toX), Math.min(fromY, toY)].map(rounded);
  const [right, bottom] = [Math.max(fromX, toX), Math.max(fromY, toY)].map(rounded);
  return [left, top, rounded(right - left), rounded(bottom - top)];
}

let giveUp = null;

// Whoever draws elsewhere, or presses again, has given up the one before.
export const drawing = () => giveUp;

// Lets somebody draw on a page. ``done`` gets the region, or null where they tapped, left by Escape, or took a second finger.
export function drawOn(holder, hint, done) {
  giveUp?.();
  const sheet = document.createElement("div");
  sheet.className = "reader-drawing";
  const told = Object.assign(document.createElement("p"), { className: "reader-drawing-hint", textContent: hint });
  told.setAttribute("role", "status");
  sheet.append(told);
  holder.append(sheet);
  let [pointer, start, region, made] = [null, null, null, null];

  const place = ({ clientX, clientY }) => {
    const frame = sheet.getBoundingClientRect();
    return [within((clientX - frame.left) / frame.width), within((clientY - frame.top) / frame.height)];
  };
  const end = (found) => {
    giveUp = null;
    document.removeEventListener("keydown", escape, true);
    sheet.remove();
    made?.remove();
    done(found);
  };
  function escape(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end(null);
  }
  giveUp = () => end(null);
  document.addEventListener("keydown", escape, true);

  sheet.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    // Neither marks text nor takes the keyboard from where it is.
    event.preventDefault();
    if (pointer !== null) return end(null);
    pointer = event.pointerId;
    start = place(event);
    told.remove();
    sheet.setPointerCapture(pointer);
    return undefined;
  });
  sheet.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    region = between(start, place(event));
    made ??= outline(holder, region, "reader-region-drawn");
    lay(made, region);
  });
  sheet.addEventListener("pointerup", (event) => {
    if (event.pointerId !== pointer) return;
    region = between(start, place(event));
    const { clientWidth, clientHeight } = holder;
    const drawn = region[2] * clientWidth >= LEAST && region[3] * clientHeight >= LEAST;
    end(drawn && region[2] > 0 && region[3] > 0 ? region : null);
  });
  sheet.addEventListener("pointercancel", () => end(null));
}
