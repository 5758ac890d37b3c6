// The cards of the similar images. What comes from posts is set as text or as an attribute, never as
// markup. Cards stay where they are and get new contents, so that the keyboard's focus stays, too.
const MARKUP = `<div class="face">
  <img>
  <p class="missing">The picture is missing from the collection, or can't be shown.</p>
  <div>
    <div class="likeness"><b></b><span class="mark" title="has the hashtag">✓</span><span class="number"></span></div>
    <div class="bar"><i></i></div>
  </div>
  <div class="tags"></div>
  <button type="button" class="open"></button>
</div>
<button type="button" class="leave"><span class="icon" aria-hidden="true"></span><span></span></button>`;

const newCard = () => {
  const card = document.createElement("div");
  card.innerHTML = MARKUP;
  return card;
};

const fill = (card, data, number, setTriggerValue) => {
  const part = (selector) => card.querySelector(selector);
  card.className = `card${data.carries ? " carries" : ""}${data.out ? " out" : ""}`;
  const picture = part("img");
  picture.hidden = !data.address;
  part(".missing").hidden = Boolean(data.address);
  // Relative to the page, which may be served below a path.
  const source = data.address ? new URL(data.address.replace(/^\//, ""), document.baseURI).href : "";
  if (source && picture.src !== source) picture.src = source;
  picture.alt = `Similar image ${number}, with ${data.tags_short}`;
  part("b").textContent = data.similarity;
  part(".mark").hidden = !data.carries;
  part(".number").textContent = number;
  part("i").style.width = `${data.percent}%`;
  part(".tags").textContent = data.tags;
  const open = part(".open");
  open.textContent = `Open similar image ${number}`;
  open.onclick = () => setTriggerValue("open", data.id);
  const leave = part(".leave");
  const [icon, label] = leave.children;
  icon.textContent = data.out ? "add_circle" : "remove_circle";
  label.textContent = data.out ? "Bring back" : "Leave out";
  const effect = data.out ? "counts again." : "no longer counts; the hashtags are ranked again.";
  leave.dataset.help = leave.ariaDescription = `Similar image ${number} ${effect}`;
  leave.onclick = () => setTriggerValue("leave", data.id);
};

export default ({ parentElement, data, setTriggerValue }) => {
  const grid = parentElement.querySelector(".cards");
  while (grid.children.length > data.cards.length) grid.lastElementChild.remove();
  while (grid.children.length < data.cards.length) grid.append(newCard());
  data.cards.forEach((card, i) => fill(grid.children[i], card, i + 1, setTriggerValue));
};
