/** Sent: a short two-note sound and a buzz, so that someone without their glasses on knows. Never fails aloud. */
export function sent_signal() {
  try {
    navigator.vibrate?.([60, 40, 120])
    const Context = window.AudioContext
    const audio = new Context()
    const gain = audio.createGain()
    gain.gain.value = 0.08
    gain.connect(audio.destination)
    for (const [pitch, start] of [[660, 0], [880, 0.14]] as const) {
      const tone = audio.createOscillator()
      tone.type = 'sine'
      tone.frequency.value = pitch
      tone.connect(gain)
      tone.start(audio.currentTime + start)
      tone.stop(audio.currentTime + start + 0.13)
    }
    setTimeout(() => void audio.close(), 700)
  } catch { /* silence is fine */ }
}
