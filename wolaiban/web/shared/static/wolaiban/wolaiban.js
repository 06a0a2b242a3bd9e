// Everything works without this file. It notes the device's time of writing, and leaves a page alone while somebody types.
// In a town for demonstration the device's clock goes with the town's, which may show another year.
const townNow = document.documentElement.dataset.now;
const ahead = townNow ? Date.parse(townNow) - Date.now() : 0;
const stamp = () => new Date(Date.now() + ahead).toISOString();
document.addEventListener("submit", (event) => {
  const name = event.target.dataset.stamp;
  const field = name && event.target.elements[name];
  if (field && !field.value) field.value = stamp();
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-stamp]");
  const field = form && form.elements[form.dataset.stamp];
  if (field && !field.value) field.value = stamp();
});
// An arithmetic that somebody opened stays open: what is being read is not redrawn.
document.addEventListener("htmx:beforeRequest", (event) => {
  const place = event.detail.elt;
  if (place.querySelector("details[open]") || place.contains(document.activeElement)) event.preventDefault();
});
// Where the answer no longer has the part that asked (signed out, say), what is on the screen stays.
document.addEventListener("htmx:beforeSwap", (event) => {
  const id = event.detail.target.id;
  if (id && !event.detail.serverResponse.includes(`id="${id}"`)) event.detail.shouldSwap = false;
});
