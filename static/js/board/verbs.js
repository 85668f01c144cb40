/** The verbs of the command line: one letter each but the rare ones, and the words people use for them. Pure. */

const WORDS = {
  D: ["TUGASKAN", "KIRIM", "DISPATCH"],
  A: ["TERIMA", "ACC"],
  S: ["STATUS"],
  N: ["CATAT", "NOTE"],
  P: ["PESAN", "KABARI"],
  U: ["UBAH", "PRIORITAS"],
  X: ["TARIK", "BATALKAN"],
  G: ["GABUNG", "MERGE"],
  E: ["ESKALASI"],
  T: ["TUTUP", "SELESAIKAN"],
  L: ["LIHAT", "LOKASI", "PETA", "CARI"],
  ALARM: ["ALARM"],
  CADANG: ["CADANG", "CADANGKAN"],
  LEPAS: ["LEPAS", "LEPASKAN"],
  PINDAH: ["PINDAH", "PINDAHKAN"],
  GANTI: ["GANTI", "GANTIKAN"],
};

/** The steps after `S`, by the words for them. */
export const STEPS = {
  TERIMA: "accept",
  DITERIMA: "accept",
  BERANGKAT: "depart",
  MENUJU: "depart",
  TIBA: "arrive",
  SAMPAI: "arrive",
  TERKENDALI: "control",
  SELESAI: "finish",
  NIHIL: "find_nil",
  PALSU: "find_false",
  TOLAK: "decline",
  DITOLAK: "decline",
};

/** The letter a first word stands for: the letter itself, or the beginning of one of its words that fits no other verb.
 * @param {string} word
 * @returns {string|null} */
export function verbNamed(word) {
  const typed = word.toUpperCase();
  if (typed in WORDS) return typed;
  const fits = Object.entries(WORDS).filter(([, names]) => names.some((name) => name.startsWith(typed)));
  const exact = fits.find(([, names]) => names.includes(typed));
  if (exact) return exact[0];
  return typed.length > 1 && fits.length === 1 ? fits[0][0] : null;
}

/** The step a word after `S` begins; null when none or several do.
 * @param {string} word
 * @returns {string|null} */
export function stepNamed(word) {
  const fits = Object.entries(STEPS).filter(([name]) => word && name.startsWith(word.toUpperCase()));
  const verbs = new Set(fits.map(([, verb]) => verb));
  return verbs.size === 1 ? fits[0][1] : null;
}

/** Whether a word after `S` says that a unit can be sent; null when it speaks of something else.
 * @param {string} word
 * @returns {boolean|null} */
export function dutyNamed(word) {
  const typed = word.toUpperCase();
  if (typed.length > 1 && "SIAGA".startsWith(typed)) return true;
  return typed.length > 2 && "TIDAK".startsWith(typed) ? false : null;
}

/** The words of all verbs. @returns {string[]} */
export function verbWords() {
  return Object.values(WORDS).flat();
}
