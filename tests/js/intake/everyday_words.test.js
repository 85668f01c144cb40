import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { groupsOf, leadsWithin, lettersOf, matching } from "../../../static/js/intake/kinds.js";

const KINDS = JSON.parse(readFileSync(new URL("../../../ground/categories.json", import.meta.url), "utf-8"));
const codes = (typed) => matching(KINDS, typed).map((kind) => kind.code);
const wordsOf = (kind) => kind.words.split(",").map((word) => word.trim());

/** What a caller says, and the kind that he means: the first that is offered. */
const MEANT = {
  "tabrakan": "kll_motor_mobil",
  "laka": "kll_motor_mobil",
  "jatuh dari motor": "kll_tunggal",
  "tabrakan truk": "kll_beruntun",
  "rumah terbakar": "kebakaran_rumah",
  "rumah kebakaran": "kebakaran_rumah",
  "mobil terbakar": "kebakaran_kendaraan",
  "konslet": "korsleting",
  "gas bocor": "kebocoran_gas",
  "pingsan": "tidak_sadar",
  "kesurupan": "tidak_sadar",
  "serangan jantung": "sesak_napas",
  "hamil": "melahirkan",
  "melahirkan": "melahirkan",
  "keracunan": "keracunan",
  "orang meninggal": "penemuan_mayat",
  "ambulance": "permintaan_ambulans",
  "banjir": "banjir",
  "air naik": "banjir",
  "longsor": "tanah_longsor",
  "gempa": "gempa_tsunami",
  "pohon tumbang": "pohon_tumbang",
  "berkelahi": "tawuran",
  "baku pukul": "tawuran",
  "begal": "perampokan",
  "jambret": "perampokan",
  "ditikam": "penganiayaan",
  "diserang": "penganiayaan",
  "maling": "pencurian",
  "motor hilang": "pencurian",
  "anak hilang": "orang_hilang",
  "orang hilang": "orang_hilang",
  "KDRT": "kdrt",
  "dipukul suami": "kdrt",
  "perkosaan": "kekerasan_seksual",
  "pelecehan": "kekerasan_seksual",
  "anak dipukul": "kekerasan_anak",
  "hanyut": "orang_tenggelam",
  "tenggelam": "orang_tenggelam",
  "ular": "hewan_liar",
  "tawon": "sarang_tawon",
  "bunuh diri": "bunuh_diri",
  "mau loncat": "bunuh_diri",
  "ODGJ": "odgj",
  "orang gila": "odgj",
  "listrik padam": "listrik_padam",
  "mati lampu": "listrik_padam",
  "lampu jalan": "lampu_jalan",
  "lampu merah": "lampu_lalu_lintas",
  "sampah": "sampah",
  "jalan rusak": "jalan_rusak",
  "jalan berlubang": "jalan_rusak",
  "got mampet": "drainase",
  "pipa bocor": "pipa_air",
  "air mati": "pipa_air",
  "mobil mogok": "derek",
};

for (const [said, code] of Object.entries(MEANT)) {
  test(`"${said}" means ${code}`, () => assert.equal(codes(said)[0], code));
}

test("a word of many meanings offers each of them", () => {
  assert.ok(["korsleting", "kebakaran_rumah"].every((code) => codes("api").includes(code)));
  assert.ok(["penganiayaan", "sesak_napas"].every((code) => codes("serangan").includes(code)));
  assert.ok(["permintaan_ambulans", "penganiayaan", "melahirkan"].every((code) => codes("darah").concat(codes("berdarah"), codes("pendarahan")).includes(code)));
  assert.deepEqual(codes("tersengat listrik").sort(), ["kabel_listrik", "kecelakaan_kerja"]);
});

test("every category has everyday words, none of them empty or twice, and each finds it", () => {
  for (const kind of KINDS) {
    const words = wordsOf(kind);
    assert.ok(words.every(Boolean), kind.code);
    assert.equal(new Set(words.map((word) => word.toLowerCase())).size, words.length, kind.code);
    for (const word of words) assert.ok(codes(word).includes(kind.code), `${kind.code}: ${word}`);
  }
});

test("everyday words bring no more than a screen of kinds", () => {
  for (const kind of KINDS) for (const word of wordsOf(kind)) assert.ok(codes(word).length <= 8, `${word}: ${codes(word)}`);
});

test("of our categories every group, and in it every kind, has two letters of its own", () => {
  const groups = groupsOf(KINDS);
  const leads = leadsWithin(groups);
  const letters = new Map(groups.map(({ name, lead }) => [name, lettersOf(name, lead)]));
  assert.equal(new Set(letters.values()).size, groups.length);
  assert.deepEqual(["Kecelakaan", "Kebakaran", "Keamanan"].map((name) => letters.get(name)), ["kc", "kb", "km"]);
  for (const { name, kinds } of groups) {
    const own = kinds.map((kind) => lettersOf(kind.short_code, leads.get(kind.code)));
    assert.equal(new Set(own).size, kinds.length, `${name}: ${own}`);
    assert.ok(own.every((two) => /^[a-z]{2}$/.test(two)), name);
  }
});
