"""Names and sentences of people who never were, and what they say. No place, number or person is a real one's."""

from __future__ import annotations

GIVEN = (
    "Wa Ode Sitti", "La Ode Rahman", "Andi", "Sitti", "Muh. Fajar", "Nurhayati", "Rusdin", "Hasnia", "Darwis", "Yusuf",
    "Wa Ndaru", "La Hamidi", "Irmawati", "Samsul", "Herlina", "Agus", "Murni", "Basri", "Fitriani", "Jumardin",
)  # fmt: skip
FAMILY = (
    "Lakebo", "Tombili", "Malaka", "Sabara", "Pagala", "Rasak", "Mekuo", "Kolaka", "Saranani", "Lasolo", "Tamburaka",
    "Haluoleo", "Silea", "Wonua", "Ranomeeto", "Labibia",
)  # fmt: skip
RELATIONS = ("witness", "witness", "witness", "family", "victim", "other", "witness", "officer")
STREETS = (
    "Jl. Bunga Seroja", "Jl. Bunga Matahari", "Jl. Kakatua", "Jl. Merpati Putih", "Jl. Cempedak", "Jl. Durian Raya",
    "Jl. Sawo Manila", "Jl. Karang Teduh", "Jl. Teratai Biru", "Jl. Pelangi", "Lorong Anoa", "Lorong Mawar",
    "Jl. Nelayan",
)  # fmt: skip
NEAR = ("depan warung", "samping masjid", "dekat pangkalan ojek", "seberang SPBU", "belakang pasar", "dekat SD", "")

SENTENCES = {
    "kll_motor_mobil": "Motor tertabrak mobil, satu orang luka di kaki dan masih sadar. Jalan mulai macet.",
    "kll_tunggal": "Pengendara motor jatuh sendiri, berdarah di kepala, tidak pakai helm.",
    "kll_pejalan": "Ibu-ibu menyeberang tertabrak motor, belum bisa berdiri.",
    "kebakaran_rumah": "Rumah terbakar dari dapur, api sudah ke atap, penghuni sudah di luar.",
    "kebakaran_lahan": "Lahan kosong terbakar, asap tebal ke arah rumah warga.",
    "korsleting": "Percikan api dari meteran listrik, ada bau terbakar.",
    "sesak_napas": "Bapak 58 tahun nyeri dada dan sesak, keringat dingin.",
    "tidak_sadar": "Orang tidak sadar di kamar mandi, masih bernapas.",
    "henti_jantung": "Tidak bernapas, keluarga sedang menekan dada sesuai panduan.",
    "melahirkan": "Hamil sembilan bulan, ketuban pecah, belum ada kendaraan.",
    "permintaan_ambulans": "Pasien lemas perlu dibawa ke rumah sakit, tidak bisa duduk.",
    "pohon_tumbang": "Pohon besar tumbang menutup jalan dan menyangkut kabel.",
    "banjir": "Air masuk rumah setinggi lutut dan masih naik, ada lansia.",
    "tanah_longsor": "Tebing di belakang rumah longsor, dapur tertimbun, belum jelas ada korban.",
    "hewan_liar": "Ular besar masuk ke dalam rumah, sekarang di bawah tempat tidur.",
    "sarang_tawon": "Sarang tawon di atap sekolah, ada anak tersengat.",
    "tawuran": "Sekelompok pemuda saling lempar batu di simpang.",
    "balap_liar": "Balap liar di jalan besar, sudah ada yang hampir menabrak.",
    "ketertiban": "Musik keras dari acara, sudah lewat tengah malam.",
    "odgj": "Orang mengamuk di pasar, membawa kayu, keluarga tidak ada.",
    "lampu_jalan": "Lampu jalan padam di beberapa tiang, gelap sekali kalau malam.",
    "pangkas_pohon": "Dahan pohon sudah condong ke atap dan kabel, minta dipangkas.",
    "listrik_padam": "Listrik padam satu lorong sejak tadi, tetangga juga padam.",
    "sampah": "Bak sampah penuh sampai ke jalan, baunya masuk rumah.",
    "kdrt": "Tetangga mendengar teriakan dan barang dibanting, korban perempuan.",
}
