/** The receipt as a picture of 750 px, for the album or a chat: number, code, place. Drawn from the page's own tokens. */
export interface Receipt { title: string; lines: [string, string][]; foot: string }

export function draw_receipt(receipt: Receipt): Promise<Blob | null> {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const font = (weight: number, size: number) => `${weight} ${size}px ${style.getPropertyValue('--sans')}`
  const width = 750, height = 300 + receipt.lines.length * 124
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) return Promise.resolve(null)
  pen.fillStyle = colour('--paper')
  pen.fillRect(0, 0, width, height)
  pen.strokeStyle = colour('--pine')
  pen.lineWidth = 4
  pen.strokeRect(30, 30, width - 60, height - 60)
  pen.lineWidth = 1.5
  pen.strokeRect(42, 42, width - 84, height - 84)
  pen.textAlign = 'center'
  pen.fillStyle = colour('--pine')
  pen.font = font(700, 38)
  pen.fillText(receipt.title, width / 2, 122)
  receipt.lines.forEach(([label, value], i) => {
    const y = 196 + i * 124
    pen.fillStyle = colour('--ink-2')
    pen.font = font(400, 26)
    pen.fillText(label, width / 2, y)
    pen.fillStyle = colour('--ink')
    let size = 52
    do { pen.font = font(650, size); size -= 2 } while (pen.measureText(value).width > width - 140 && size > 20)
    pen.fillText(value, width / 2, y + 60)
  })
  pen.fillStyle = colour('--ink-2')
  pen.font = font(400, 24)
  pen.fillText(receipt.foot, width / 2, height - 74, width - 120)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}

export function save_blob(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export async function copy_text(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.appendChild(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
