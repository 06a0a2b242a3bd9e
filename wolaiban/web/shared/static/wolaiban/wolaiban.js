// Everything works without this file. It notes the device's time of writing, and leaves a page alone while somebody types.
// In a town for demonstration the device's clock goes with the town's, which may show another year.
const opened = Date.now();
const townNow = Date.parse(document.documentElement.dataset.now || "");
const shown = document.querySelector("[data-clock]");
const pace = shown ? Number(shown.dataset.clock) : 1;
const present = () => (townNow ? townNow + (Date.now() - opened) * pace : Date.now());
const stamp = () => new Date(present()).toISOString();
// The town's clock runs on the page as it does on the server, in the town's zone.
if (shown && townNow) {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(document.documentElement.dataset.now) || ["", "+", "0", "0"];
  const away = (offset[1] === "-" ? -1 : 1) * (offset[2] * 60 + Number(offset[3])) * 60000;
  const time = shown.querySelector("time");
  const tick = () => {
    const local = new Date(present() + away);
    const day = (names) => names.split(" ")[local.getUTCDay()];
    const clock = local.toISOString().slice(11, 16);
    const [year, month, date] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
    const months = "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec".split(" ");
    time.textContent = shown.dataset.lang === "en"
      ? `${day("Sun Mon Tue Wed Thu Fri Sat")} ${date} ${months[month]} ${year}, ${clock}`
      : `${year}年${month + 1}月${date}日 周${day("日 一 二 三 四 五 六")} ${clock}`;
  };
  if (time && pace) setInterval(tick, 1000);
}
document.addEventListener("submit", (event) => {
  const name = event.target.dataset.stamp;
  const field = name && event.target.elements[name];
  if (field && !field.value) field.value = stamp();
});
// A second tap within three seconds is the first one; the server knows a form that comes twice in any case.
document.addEventListener("submit", (event) => {
  if (!event.target.elements.once) return;
  if (Date.now() - Number(event.target.dataset.sent || 0) < 3000) event.preventDefault();
  else event.target.dataset.sent = Date.now();
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
