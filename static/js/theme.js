// Light or dark: what the viewer chose here before, else what the system prefers. Runs before the page is painted.
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const paint = () => root.setAttribute("data-bs-theme", stored() || (system.matches ? "dark" : "light"));

  root.classList.add("js");
  paint();
  system.addEventListener("change", paint);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#theme-toggle")) return;
    const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", next); } catch { /* private mode: the choice lasts for this page */ }
    root.setAttribute("data-bs-theme", next);
    document.dispatchEvent(new CustomEvent("theme", { detail: next }));
  });
})();
