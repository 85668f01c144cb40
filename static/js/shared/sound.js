/** Short tones without sound files. Silent until the browser allows sound (after a key or click), and when muted. */

const SWITCH = "ntpd112.sound";

/** Frequencies in hertz, one after the other, each for so many seconds. */
const TONES = {
  chime: { pitches: [880, 1175], seconds: 0.16 },
  low: { pitches: [220], seconds: 0.5 },
  ring: { pitches: [660, 550, 660, 550], seconds: 0.12 },
  ringLate: { pitches: [990, 825, 990, 825, 990, 825], seconds: 0.12 },
  alarm: { pitches: [740, 554, 740, 554], seconds: 0.18 },
};

let context = null;

/** Whether sounds are switched on in this browser. @returns {boolean} */
export function isSoundOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

/** Whether the browser lets this page sound at all: not before the first key or click. @returns {boolean} */
export function isSoundAllowed() {
  return context?.state === "running";
}

/** @param {boolean} isOn */
export function setSound(isOn) {
  localStorage.setItem(SWITCH, isOn ? "on" : "off");
}

/** Plays a tone if sounds are on and allowed; says whether it did.
 * @param {keyof typeof TONES} name
 * @returns {boolean} */
export function play(name) {
  if (!isSoundOn() || !isSoundAllowed()) return false;
  const { pitches, seconds } = TONES[name];
  pitches.forEach((pitch, index) => note(pitch, context.currentTime + index * seconds, seconds));
  return true;
}

function note(pitch, at, seconds) {
  const source = new OscillatorNode(context, { type: "triangle", frequency: pitch });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.25, at + 0.02);
  loudness.gain.linearRampToValueAtTime(0, at + seconds);
  source.connect(loudness).connect(context.destination);
  source.start(at);
  source.stop(at + seconds);
}

/** Waits for the first gesture, which is what browsers ask for before any sound; a finger counts when it is lifted.
 * @param {() => void} [onAllowed] */
export function awaitGesture(onAllowed = () => {}) {
  const allow = () => {
    context ??= new AudioContext();
    context.resume().then(() => {
      for (const kind of ["pointerup", "keydown"]) document.removeEventListener(kind, allow);
      onAllowed();
    });
  };
  for (const kind of ["pointerup", "keydown"]) document.addEventListener(kind, allow);
}
