// Everything works without this file. With it: components of the design system, conditional questions,
// and a warning before typed text is lost.
import { initAll } from "./govuk-frontend-6.3.0/govuk-frontend.min.js";

initAll();

const conditional = [...document.querySelectorAll("[data-when]")];

// What is answered to a question; a question that is not shown counts as unanswered.
function answers(form, name) {
  const controls = form.querySelectorAll(`[name="${CSS.escape(name)}"], [name^="${CSS.escape(name)}-"]`);
  return [...controls]
    .filter((control) => !control.closest("[data-when][hidden]"))
    .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
    .map((control) => control.value.trim())
    .filter((value) => value !== "");
}

// ["is", question, value, ...], ["answered", question], ["all", ...], ["any", ...], ["not", condition]
function holds(form, [word, ...rest]) {
  switch (word) {
    case "is": return answers(form, rest[0]).some((value) => rest.slice(1).includes(value));
    case "answered": return answers(form, rest[0]).length > 0;
    case "all": return rest.every((part) => holds(form, part));
    case "any": return rest.some((part) => holds(form, part));
    case "not": return !holds(form, rest[0]);
    default: return true;
  }
}

// In the order of the page, so that a question may depend on one that is itself conditional.
function showAsked() {
  for (const part of conditional) part.hidden = !holds(part.closest("form"), JSON.parse(part.dataset.when));
}

if (conditional.length > 0) {
  document.addEventListener("change", showAsked);
  showAsked();
}

// One box ticks all boxes of its list, and is ticked while all of them are.
for (const part of document.querySelectorAll("[data-ticks]")) {
  const all = part.querySelector("input");
  const boxes = [...part.closest("form").querySelectorAll(`input[name="${CSS.escape(part.dataset.ticks)}"]`)];
  part.hidden = boxes.length < 2;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  part.closest("form").addEventListener("change", () => { all.checked = boxes.every((box) => box.checked); });
}

// A table that fits needs no stop of the Tab key.
function stopAtWideTables() {
  for (const region of document.querySelectorAll(".cdop-scroll")) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }
}
window.addEventListener("resize", stopAtWideTables);
stopAtWideTables();

// Typed text is not left behind by accident, nor by sending another form of the same page.
const unsent = new Set();
document.addEventListener("input", (event) => {
  if (event.target.matches("textarea:not([readonly])")) unsent.add(event.target.form);
});
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) unsent.delete(event.target); });
document.addEventListener("saved", () => { unsent.clear(); });
window.addEventListener("beforeunload", (event) => { if (unsent.size > 0) event.preventDefault(); });

// Whoever is about to be signed out for idleness is told in time, in every tab, and one press keeps them in.
const idle = document.getElementById("idle");
if (idle) {
  const tabs = new BroadcastChannel("cdop-idle");
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.showModal(), Number(idle.dataset.after) * 1000);
  };
  const stay = async () => {
    const answer = await fetch(idle.dataset.stay, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return document.getElementById("idle-over").showModal();
    tabs.postMessage("seen");
    wait();
  };
  for (const box of document.querySelectorAll(".cdop-idle")) {
    box.querySelector("button").addEventListener("click", () => box.close("pressed"));
  }
  idle.addEventListener("close", () => { if (idle.returnValue !== "seen") stay(); });
  idle.addEventListener("cancel", () => { idle.returnValue = "pressed"; });
  tabs.addEventListener("message", () => {
    if (idle.open) idle.close("seen");
    wait();
  });
  document.addEventListener("saved", () => {
    tabs.postMessage("seen");
    wait();
  });
  tabs.postMessage("seen");
  wait();
}

// Work that takes a while is looked at again until it is done: then the page is another.
const work = document.getElementById("work");
if (work) {
  const bar = work.querySelector("progress");
  const words = work.querySelector("[role=status]");
  const look = async () => {
    const answer = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const now = page?.getElementById("work");
    if (answer && !now) return window.location.reload();
    if (now) {
      bar.max = now.querySelector("progress").max;
      bar.value = now.querySelector("progress").value;
      const said = now.querySelector("[role=status]").textContent;
      if (words.textContent !== said) words.textContent = said;
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}

// After signing out, Back must not bring a page of a case from the browser's memory.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

// A field that is copied elsewhere has a button for it, which then says that it was copied; without scripts it is chosen and copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  const box = document.getElementById(button.dataset.copies);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    button.firstChild.data = "Copied";
    document.querySelector("[data-copied]").textContent = `Copied: ${box.labels[0].textContent}`;
  });
}
