// The chat page. What people wrote goes into the page by textContent alone: it is never HTML.

const WAIT_SECONDS = 20;
const STORED_CHAT = "live-chat";
const GREETING = "A teammate will answer here.";
const STATES = { sending: "Sending…", sent: "Sent", received: "Delivered" };

const chatsUrl = document.body.dataset.chats;
const byId = (id) => document.getElementById(id);
const log = byId("log");
const list = byId("messages");
const text = byId("text");

let chatId = localStorage.getItem(STORED_CHAT);
let after = 0;
let session = 0;

function say(words) {
  if (byId("status").textContent !== words) byId("status").textContent = words;
}

function element(tag, className, words) {
  const made = document.createElement(tag);
  made.className = className;
  if (words !== undefined) made.textContent = words;
  return made;
}

function factsOf(message) {
  const who = message.sender === "teammate" ? message.name || "Team" : "You";
  const time = new Date(message.at * 1000).toLocaleTimeString([], { timeStyle: "short" });
  if (message.sender === "teammate") return `${who} · ${time}`;
  if (message.state === "failed") return `Not sent. ${message.reason}`;
  return `${who} · ${time} · ${STATES[message.state]}`;
}

function render(message) {
  const item = element("li", `message ${message.sender} ${message.state}`);
  item.id = `message-${message.id}`;
  item.dataset.rev = message.rev;
  const bubble = element("div", "bubble");
  if (message.text) bubble.append(element("p", "", message.text));
  for (const name of message.attachments) bubble.append(element("p", "file", `File: ${name}`));
  item.append(bubble, element("p", "facts", factsOf(message)));
  return item;
}

function show(message) {
  const atBottom = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const known = byId(`message-${message.id}`);
  byId("empty").hidden = true;
  if (message.sender === "visitor") byId("name-field").hidden = true;
  // The answer to a post may come after the news that its message has been sent.
  if (known && Number(known.dataset.rev) >= message.rev) return;
  if (known) {
    known.dataset.rev = message.rev;
    // Only the line that changed: a screen reader would read a new message out again.
    known.className = `message ${message.sender} ${message.state}`;
    known.querySelector(".facts").textContent = factsOf(message);
  } else {
    list.append(render(message));
  }
  if (message.state === "failed") say("A message could not be sent.");
  if (atBottom || message.sender === "visitor") log.scrollTop = log.scrollHeight;
}

async function call(url, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const response = await fetch(url, options);
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message), { status: response.status });
}

const messagesUrl = () => `${chatsUrl}/${encodeURIComponent(chatId)}/messages`;
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

// Asks for news for as long as its chat is the one on the page.
async function follow(mine) {
  let trouble = 0;
  while (mine === session) {
    const started = Date.now();
    try {
      const news = await call(`${messagesUrl()}?after=${after}&wait=${WAIT_SECONDS}`);
      if (mine !== session) return;
      if (trouble) say(GREETING);
      trouble = 0;
      after = news.next;
      news.messages.forEach(show);
      if (news.closed) return endChat("This chat has ended.");
    } catch (error) {
      if (mine !== session) return;
      if (error.status === 404) return endChat("Your last chat is over. Write to begin a new one.");
      trouble += 1;
      say("No connection. Trying again…");
    }
    // With all seats taken the server answers at once.
    if (trouble) await pause(Math.min(2 ** trouble, 15));
    else if (Date.now() - started < 500) await pause(1);
  }
}

function endChat(words) {
  // Another tab may have begun the next chat already.
  if (localStorage.getItem(STORED_CHAT) === chatId) localStorage.removeItem(STORED_CHAT);
  session += 1;
  chatId = null;
  after = 0;
  byId("new-chat").disabled = true;
  say(words);
}

function openChat(id) {
  session += 1;
  chatId = id;
  after = 0;
  localStorage.setItem(STORED_CHAT, id);
  list.replaceChildren();
  byId("new-chat").disabled = false;
  follow(session);
}

async function send() {
  const words = text.value.trim();
  if (!words) return;
  byId("send").disabled = true;
  try {
    if (!chatId) {
      openChat((await call(chatsUrl, {})).chat_id);
      say(GREETING);
    }
    const mine = session;
    const answer = await call(messagesUrl(), { text: words, name: byId("name").value });
    if (mine === session) show(answer.message);
    text.value = "";
  } catch (error) {
    say(error.status ? error.message : "No connection. Your message was not sent.");
  } finally {
    byId("send").disabled = false;
    text.focus();
  }
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

text.addEventListener("keydown", (event) => {
  // While an input method composes a word, Enter chooses the word.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("form").requestSubmit();
});

// A chat left behind is ended, so that a teammate who answers there learns that nobody reads it.
byId("new-chat").addEventListener("click", async () => {
  const left = messagesUrl().replace(/messages$/, "close");
  endChat(GREETING);
  list.replaceChildren();
  byId("empty").hidden = false;
  byId("name-field").hidden = false;
  text.focus();
  await call(left, {}).catch(() => {});
});

if (chatId) openChat(chatId);
