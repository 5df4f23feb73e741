/* A button that reads the question aloud, where the device has a voice of its own for the language. Nothing a pupil has
   written is read, and no voice that sends the text away is used. Without script the page is the same but for the button. */
(() => {
  const speech = window.speechSynthesis;
  const place = document.querySelector("[data-read-aloud]");
  if (!speech || !place) return;
  const language = place.lang || "sv";
  const voice = () => speech.getVoices().find((v) => v.localService && v.lang.toLowerCase().startsWith(language));
  const offer = () => {
    if (place.firstChild || !voice()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = place.dataset.readAloud;
    button.addEventListener("click", () => {
      speech.cancel();
      for (const part of document.querySelectorAll("[data-read]")) {
        const said = new SpeechSynthesisUtterance(part.textContent);
        said.voice = voice();
        said.lang = language;
        speech.speak(said);
      }
    });
    place.append(button);
  };
  offer();
  speech.addEventListener("voiceschanged", offer);
})();
