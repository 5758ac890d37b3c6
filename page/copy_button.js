// The Clipboard API exists on localhost and over HTTPS only; the older way works in a home network.
const copy = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("refused");
};
export default ({ parentElement, data }) => {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.textContent = data.label;
  if (status.dataset.text !== data.text) status.textContent = "";
  status.dataset.text = data.text;
  button.onclick = async () => {
    try { await copy(data.text); status.textContent = "Copied"; }
    catch { status.textContent = "Copying was refused; select the text instead"; }
  };
};
