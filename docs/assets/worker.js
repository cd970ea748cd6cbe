/* Pages that are opened as files may not start workers; search then runs in a hidden frame that speaks like one:
   messages are copies, and arrive after whoever sent them has finished. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super()
      this.waiting = []
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.appendChild(this.frame)
      const inner = this.frame.contentWindow
      inner.postMessage = data => {
        const event = new MessageEvent("message", { data: structuredClone(data) })
        setTimeout(() => {
          this.dispatchEvent(event)
          if (this.onmessage) this.onmessage(event)
        })
      }
      const script = this.frame.contentDocument.createElement("script")
      script.src = new URL(address, location.href)
      script.onload = () => {
        this.inner = inner
        this.waiting.splice(0).forEach(data => this.postMessage(data))
      }
      script.onerror = event => { if (this.onerror) this.onerror(event) }
      this.frame.contentDocument.body.appendChild(script)
    }
    postMessage(data) {
      if (!this.inner) { this.waiting.push(data); return }
      const event = new this.inner.MessageEvent("message", { data: this.inner.structuredClone(data) })
      setTimeout(() => this.inner.dispatchEvent(event))
    }
    terminate() { this.frame.remove() }
  }
}
