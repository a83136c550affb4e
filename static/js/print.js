// The print button, and every step open on paper also in browsers that do not show closed ones.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".doc details:not([open])")];
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
