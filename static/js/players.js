// Plays a video in place of its card. Until somebody clicks, nothing is asked of its host; without this script, the card is a link.
document.addEventListener("click", (event) => {
  const card = event.target.closest("a[data-video]");
  if (!card || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { video, start } = card.dataset;
  const frame = document.createElement("iframe");
  frame.src = `https://www.youtube-nocookie.com/embed/${video}?autoplay=1&start=${start}`;
  frame.title = card.querySelector(".embed-words")?.textContent ?? "YouTube";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  card.replaceWith(frame);
  frame.focus();
});
