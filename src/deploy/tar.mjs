// A .tar.gz of given files, the same bytes for the same contents on every machine and day: sorted, one moment, no owner. POSIX ustar, which
// every system's tar (Windows 10's too) opens. Knows nothing of what it packs.

import { gzipSync } from "node:zlib";

const block = 512;
/** Of every file: 2026-01-01, in seconds. Some tars complain of 1970. */
const modified = 1_767_225_600;
const octal = (value, length) => `${value.toString(8).padStart(length - 1, "0")}\0`;

/** ustar keeps 100 bytes of name after 155 of folders. */
function splitPath(path) {
  if (Buffer.byteLength(path) <= 100) return ["", path];
  for (let cut = path.indexOf("/"); cut > 0; cut = path.indexOf("/", cut + 1)) {
    if (Buffer.byteLength(path.slice(cut + 1)) <= 100 && cut <= 155) return [path.slice(0, cut), path.slice(cut + 1)];
  }
  throw new Error(`too long a path for an archive: ${path}`);
}

function header(path, mode, size) {
  const [prefix, name] = splitPath(path);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0);
  bytes.write(octal(mode, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(modified, 12), 136);
  bytes.write("        ", 148);
  bytes.write("0", 156);
  bytes.write("ustar\x0000", 257, "latin1");
  bytes.write(prefix, 345);
  let sum = 0;
  for (const byte of bytes) sum += byte;
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

/** `files`: path with slashes → {bytes, mode}. Folders come with their files. */
export function packTar(files) {
  const parts = [];
  for (const path of [...files.keys()].sort()) {
    const { bytes, mode } = files.get(path);
    parts.push(header(path, mode, bytes.length), bytes, Buffer.alloc((block - (bytes.length % block)) % block));
  }
  parts.push(Buffer.alloc(2 * block));
  return gzipSync(Buffer.concat(parts), { level: 9 });
}
