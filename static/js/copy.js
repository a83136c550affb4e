// Buttons with data-copy="<id>" copy the text of that element and say so for a moment.
(() => {
  const byHand = (text) => {
    // The clipboard is not there on plain http: a selected text and the old command still work.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  const copy = async (text) => {
    if (!navigator.clipboard) return byHand(text);
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byHand(text);
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    if (!(await copy(source.value ?? source.textContent))) return;
    const word = button.querySelector("[data-copy-word]");
    const before = word.dataset.before ?? word.textContent;
    word.dataset.before = before;
    word.textContent = button.dataset.copied;
    button.classList.add("copied");
    document.getElementById("announcer").textContent = button.dataset.copied;
    setTimeout(() => {
      word.textContent = before;
      button.classList.remove("copied");
    }, 2000);
  });
})();
