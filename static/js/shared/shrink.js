/** A photo made small before it takes to a bad line; the server looks at it anew whatever comes. */

const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 800 * 1024;
const QUALITY = 0.85;

/** The photo as an upright JPEG of at most 2560 pixels a side; the file itself where that is no gain or not possible.
 * @param {File} file
 * @returns {Promise<Blob>} */
export async function shrink(file) {
  if (!file.type.startsWith("image/") || file.size <= SMALL_ENOUGH) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}
