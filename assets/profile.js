/* The buttons of a page that act on the page itself: print it, copy its address. */
(() => {
  "use strict";
  const say = (words) => { const box = document.getElementById("announce"); if (box) box.textContent = words; };

  /** Copy by the older way, where the page is not served safely and the browser has no clipboard for it. */
  function copyOld(words) {
    const field = Object.assign(document.createElement("textarea"), { value: words });
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }

  async function copyLink(button) {
    let copied = false;
    try {
      await navigator.clipboard.writeText(location.href);
      copied = true;
    } catch {
      copied = copyOld(location.href);
      button.focus();
    }
    say(copied ? "The link to this page is copied." : `The link could not be copied: it is ${location.href}`);
    const label = button.dataset.label ??= button.textContent;
    button.textContent = copied ? "Link copied" : "Not copied";
    setTimeout(() => { button.textContent = label; }, 2500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-act]");
    if (button?.dataset.act === "print") print();
    else if (button?.dataset.act === "copy-link") copyLink(button);
  });
})();
