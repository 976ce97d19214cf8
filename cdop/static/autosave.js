// Saves the answers of a page while they are typed. The page says that they are saved only once the server has said
// so; until then it keeps them, tries again, and says that they are not. Nothing is kept in the browser's own storage.
const form = document.querySelector("form[data-autosave]");
const shown = document.getElementById("saved");
const told = document.getElementById("saved-told");
const QUIET = 1500;
const AGAIN = 3000;
const PATIENCE = 10000; // a connection that died says nothing: whoever waits longer for an answer asks again

let typed = 0; // how many changes were made on the page
let saved = 0; // how many of them the server has
let unsure = null; // a page that was sent and not answered: sent again as it was, so that what it did is done once
let running = null;
let leaving = false;
let kind = "";
let timer;

// Seen at once; heard only when things turn from good to bad or back, not at every word.
function say(newKind, words) {
  shown.textContent = words;
  shown.classList.toggle("cdop-unsaved", newKind === "fault");
  if (newKind !== "typing" && newKind !== kind) told.textContent = words;
  if (newKind !== "typing") kind = newKind;
}

function written() {
  const page = new URLSearchParams(new FormData(form));
  page.set("press", "autosave");
  return page;
}

// Once, and what came of it: "saved", "refused", "closed" (no longer open here) or "away" (nobody answered).
async function send() {
  unsure ??= { page: written(), upTo: typed };
  const options = { method: "POST", body: unsure.page, redirect: "manual", keepalive: document.hidden, signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(form.dataset.autosave, options).catch(() => null);
  const said = answer?.ok ? await answer.json().catch(() => null) : null;
  if (said) {
    form.elements.seen.value = said.seen;
    saved = unsure.upTo;
    unsure = null;
    tell(said);
    return "saved";
  }
  if (!answer || answer.ok || answer.status >= 500) {
    say("fault", "Not saved: the service cannot be reached. What you typed is on this page, and is saved as soon as it can be.");
    return "away";
  }
  unsure = null;
  const closed = [0, 401].includes(answer.status);
  say("fault", closed
    ? "Not saved: the form was closed on this computer. What you typed is on this page. Open the form again in another tab of this browser; then this page goes on saving."
    : `Not saved: ${(await answer.json().catch(() => null))?.fault ?? "press the button below to see why"}.`);
  return closed ? "closed" : "refused";
}

function tell(said) {
  const left = [...said.unread.map((name) => `${name} (cannot be read yet)`), ...said.overtaken.map((each) => `${each.name} (${each.by} changed it meanwhile; press the button below to see both)`)];
  if (left.length > 0) say("fault", `Saved at ${said.at}, but not: ${left.join(", ")}.`);
  else if (typed === saved) {
    say("saved", `Saved at ${said.at}`);
    document.dispatchEvent(new Event("saved"));
  }
}

function run() {
  clearTimeout(timer);
  running ??= send().then((done) => {
    running = null;
    if (!leaving && typed !== saved && done !== "refused") timer = setTimeout(run, done === "saved" ? 0 : AGAIN);
    return done;
  });
  return running;
}

function note() {
  typed += 1;
  say("typing", "Not saved yet");
  clearTimeout(timer);
  timer = setTimeout(run, unsure ? AGAIN : QUIET);
}

if (form) {
  form.addEventListener("input", note);
  document.addEventListener("visibilitychange", () => { if (document.hidden && typed !== saved) run(); });
  window.addEventListener("online", () => { if (typed !== saved) run(); });
  window.addEventListener("focus", () => { if (typed !== saved && kind === "fault") run(); });
  window.addEventListener("beforeunload", (event) => { if (typed !== saved && !leaving) event.preventDefault(); });

  // What is on its way arrives before the page itself is sent; with nobody there to take it, the page stays.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (leaving || (typed === saved && !running)) { leaving = true; return; }
    event.preventDefault();
    const button = event.submitter;
    let done = await run();
    if (done === "saved" && typed !== saved) done = await run();
    if (done === "away") return;
    leaving = true;
    form.requestSubmit(button);
  });
}
