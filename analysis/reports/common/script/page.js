// What every part of the page uses: its data, elements, numbers, colours, and what is said aloud.
"use strict";
const page = JSON.parse(document.getElementById("data")?.textContent || "{}");

function make(tag, attributes = {}, ...inside) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
  found.append(...inside);
  return found;
}

function draw(tag, attributes = {}, ...inside) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
  found.append(...inside);
  return found;
}

// Numbers are packed: planes of bytes, the lowest first, deflated, in letters.
async function unpack({ type, data }) {
  const packed = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const planes = new Uint8Array(await new Response(plain).arrayBuffer());
  const Numbers = { u1: Uint8Array, u2: Uint16Array, f4: Float32Array }[type];
  const wide = Numbers.BYTES_PER_ELEMENT, size = planes.length / wide;
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0; plane < wide; plane++)
    for (let k = 0; k < size; k++) bytes[k * wide + plane] = planes[plane * size + k];
  return new Numbers(bytes.buffer);
}

// A number as the page writes it: with so many decimals, or as per cent.
function told(value, { digits = 2, percent = false } = {}) {
  if (value === null || value === undefined || Number.isNaN(value)) return "—";
  if (percent) return `${(100 * value).toFixed(0)}\u00a0%`;
  writers[digits] ??= new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return writers[digits].format(value);
}
const writers = []; // one for each number of decimals: to make one takes longer than to write

// A colour between the stops of a scale, for a share from 0 to 1.
function shade(stops, share) {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  const [one, other] = [stops[below], stops[below + 1]].map(channels);
  const mixed = one.map((low, k) => Math.round(low + (at - below) * (other[k] - low)));
  return `#${mixed.map(part => part.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour) {
  return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
}

// The note beside the pointer; who listens hears it, too, when keys move the cursor.
const note = make("div", { id: "note", hidden: "" });
const aloud = make("p", { id: "aloud", "aria-live": "polite", class: "aside" });

function show(words, x, y) {
  note.textContent = words;
  note.hidden = false;
  const { width, height } = note.getBoundingClientRect();
  note.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - width - 4))}px`;
  note.style.top = `${y + 18 + height > innerHeight ? Math.max(4, y - height - 10) : y + 18}px`;
}

function hush() {
  note.hidden = true;
}

function button(words, act, attributes = {}) {
  const found = make("button", { type: "button", ...attributes }, words);
  found.addEventListener("click", act);
  return found;
}

// Ticks of an axis: about so many round numbers between two.
function ticks(low, high, about) {
  const raw = (high - low) / Math.max(about, 1) || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const steps = [10, 5, 2, 1, 0.5, 0.2].map(k => k * power), found = [];
  let at = steps.findLastIndex(step => step >= raw), step = 0;
  do { // one tick alone would not tell a scale
    step = steps[at++];
    found.length = 0;
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) found.push(k * step || 0); // never -0
  } while (found.length < 2 && at < steps.length);
  return { at: found, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
}
