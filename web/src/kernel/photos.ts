/**
 * A photograph is made small on the phone before it travels: at most 1600 px, JPEG. The canvas also drops what the camera wrote into
 * the file (place, serial number). What cannot be decoded here (HEIC on Android) travels as it is; the server knows it.
 */
export const LONGEST = 1600

export function fitted(width: number, height: number, longest = LONGEST): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

export function downscale(file: Blob): Promise<Blob> {
  return new Promise((done) => {
    const url = URL.createObjectURL(file)
    const image = new Image()
    const give = (blob: Blob | null) => { URL.revokeObjectURL(url); done(blob ?? file) }
    image.onerror = () => give(null)
    image.onload = () => {
      const size = fitted(image.naturalWidth, image.naturalHeight)
      const canvas = document.createElement('canvas')
      canvas.width = size.width
      canvas.height = size.height
      const context = canvas.getContext('2d')
      if (!context) return give(null)
      context.drawImage(image, 0, 0, size.width, size.height)
      canvas.toBlob(give, 'image/jpeg', 0.85)
    }
    image.src = url
  })
}
