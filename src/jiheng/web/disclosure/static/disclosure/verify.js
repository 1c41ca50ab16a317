// The SM3 digest of a chosen file (GB/T 32905), worked out here: the file goes nowhere.
"use strict";
const turn = (x, n) => (x << n) | (x >>> (32 - n));
const start = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

function padded(bytes) {
  const whole = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(whole.length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function compress(state, view, at, words) {
  for (let j = 0; j < 16; j++) words[j] = view.getUint32(at + 4 * j);
  for (let j = 16; j < 68; j++) {
    const x = words[j - 16] ^ words[j - 9] ^ turn(words[j - 3], 15);
    words[j] = x ^ turn(x, 15) ^ turn(x, 23) ^ turn(words[j - 13], 7) ^ words[j - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let j = 0; j < 64; j++) {
    const a12 = turn(a, 12);
    const ss1 = turn((a12 + e + turn(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32)) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (words[j] ^ words[j + 4])) | 0;
    const tt2 = (gg + h + ss1 + words[j]) | 0;
    [d, c, b, a] = [c, turn(b, 9), a, tt1];
    [h, g, f, e] = [g, turn(f, 19), e, tt2 ^ turn(tt2, 9) ^ turn(tt2, 17)];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] ^= value; });
}

function sm3(bytes) {
  const view = padded(bytes);
  const state = Int32Array.from(start);
  const words = new Int32Array(68);
  for (let at = 0; at < view.byteLength; at += 64) compress(state, view, at, words);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

document.querySelectorAll(".needs-script").forEach((part) => { part.hidden = false; });
document.getElementById("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const working = document.getElementById("working");
  working.textContent = working.dataset.text;
  document.getElementById("digest").value = sm3(new Uint8Array(await file.arrayBuffer()));
  document.getElementById("verify").requestSubmit();
});
