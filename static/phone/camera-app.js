/**
 * A photo that the phone's own camera app took, as a file: in full resolution, and without this page's camera.
 */

/**
 * @param {File} file
 * @returns {Promise<{ bytes: ArrayBuffer, type: string, width: number, height: number, settings: Record<string, unknown>,
 *   taken_at: number, source: "camera_app" }>}
 */
export async function fromFile(file) {
  const bytes = await file.arrayBuffer();
  const type = file.type || (/\.hei[cf]$/i.test(file.name) ? "image/heic" : "image/jpeg");
  const { width, height } = await sizeOf(bytes, type);
  return { bytes, type, width, height, settings: {}, taken_at: file.lastModified / 1000, source: "camera_app" };
}

/**
 * @param {ArrayBuffer} bytes
 * @param {string} type
 * @returns {Promise<{ width: number, height: number }>} 0 where this browser cannot decode it; the server can
 */
async function sizeOf(bytes, type) {
  const picture = await createImageBitmap(new Blob([bytes], { type })).catch(() => null);
  if (!picture) return { width: 0, height: 0 };
  const { width, height } = picture;
  picture.close();
  return { width, height };
}
