// A lattice, picture by picture.
"use strict";
async function film(figure) {
  const { width, height, generations, colours, data, pace } = JSON.parse(figure.dataset.film);
  const packed = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const cells = new Uint8Array(await new Response(plain).arrayBuffer());
  const size = width * height, last = generations.length - 1;
  for (let k = size; k < cells.length; k++) cells[k] += cells[k - size]; // else only what changed
  const shades = colours.map(c => [1, 3, 5].map(at => parseInt(c.slice(at, at + 2), 16)));
  const canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
  canvas.width = width;
  canvas.height = height;
  const image = brush.createImageData(width, height);
  image.data.fill(255);
  const button = document.createElement("button"), slider = document.createElement("input");
  const now = document.createElement("output"), controls = document.createElement("p");
  button.type = "button";
  Object.assign(slider, { type: "range", min: 0, max: last, value: last });
  slider.setAttribute("aria-label", "Picture");
  controls.className = "controls";
  controls.append(button, slider, now);
  let timer = 0;
  const draw = () => {
    const start = slider.value * size;
    for (let k = 0; k < size; k++) image.data.set(shades[cells[start + k]], 4 * k);
    brush.putImageData(image, 0, 0);
    now.textContent = `generation ${generations[slider.value].toLocaleString("en")}`;
    button.textContent = timer ? "Pause" : "Play";
  };
  const stop = () => { clearInterval(timer); timer = 0; draw(); };
  const step = () => { slider.value++; if (+slider.value === last) stop(); else draw(); };
  button.addEventListener("click", () => {
    if (timer) return stop();
    if (+slider.value === last) slider.value = 0;
    timer = setInterval(step, 1000 / pace);
    draw();
  });
  slider.addEventListener("input", stop);
  figure.prepend(canvas, controls);
  figure.classList.add("plays");
  draw();
}
