/* Pages that are opened as files may not start workers; search then runs in a hidden frame that speaks like one. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super()
      this.waiting = []
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      this.frame.src = "about:blank"
      document.body.appendChild(this.frame)
      const inner = this.frame.contentWindow
      inner.importScripts = (...list) => list.reduce((before, src) => before.then(() => this.load(src)), Promise.resolve())
      inner.postMessage = data => {
        const event = new MessageEvent("message", { data })
        this.dispatchEvent(event)
        if (this.onmessage) this.onmessage(event)
      }
      this.load(address).then(() => {
        this.inner = inner
        this.waiting.splice(0).forEach(data => this.postMessage(data))
      })
    }
    load(src) {
      return new Promise((resolve, reject) => {
        const script = this.frame.contentDocument.createElement("script")
        script.src = String(src)
        script.onload = resolve
        script.onerror = reject
        this.frame.contentDocument.body.appendChild(script)
      })
    }
    postMessage(data) {
      if (!this.inner) { this.waiting.push(data); return }
      const event = new this.inner.MessageEvent("message", { data })
      this.inner.dispatchEvent(event)
    }
    terminate() { this.frame.remove() }
  }
}
