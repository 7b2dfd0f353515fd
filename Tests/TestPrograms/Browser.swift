// A page in headless Chromium, spoken to over the browser's debugging pipe with real key presses. It knows no page.
// Protocol: https://chromedevtools.github.io/devtools-protocol/

import Foundation

/// A Chromium of its own with one page; ends with the object. Use it from one thread.
public final class Browser {
  /// What went wrong between the test and the browser.
  public struct Failure: Error, CustomStringConvertible {
    /// In words.
    public let description: String
  }

  /// Where Chromium is; nil where there is none (Debian: apt-get install chromium).
  public static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Errors that the page wrote to the console, scripts that threw, and files that did not load.
  public private(set) var errors: [String] = []

  private let process = Process()
  private let folder: String
  private let input, output: Int32
  private var received = Data()
  private var sent = 0
  private var session: String?

  /// Starts Chromium with an empty page.
  public init() throws {
    guard let program = Browser.program else { throw Failure(description: "no Chromium") }
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["/in", "/out"] { mkfifo(folder + name, 0o600) }
    // Opened so that neither end waits for the other: this one reads and writes, that one is polled.
    input = Foundation.open(folder + "/in", O_RDWR | O_CLOEXEC)
    output = Foundation.open(folder + "/out", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // Chromium reads commands from descriptor 3 and answers on 4.
    process.arguments = [
      "-c", #"exec "$@" 3<"$FOLDER/in" 4>"$FOLDER/out""#, "sh", program, "--headless", "--no-sandbox",
      "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
      "--user-data-dir=\(folder)/profile", "--remote-debugging-pipe", "about:blank",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(["FOLDER": folder]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"] as? String
    session =
      try send("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Accessibility"] { try send(domain + ".enable") }
  }

  deinit {
    close(input)
    close(output)
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Opens the HTML file at `path`, with `hash` after it, and waits until it and what it names are loaded. It is loaded
  /// anew even if it is open already: it comes after an empty page, so that no move within one page is under way.
  public func open(file path: String, hash: String = "") throws {
    let file = URL(fileURLWithPath: path).absoluteString
    for (page, ending) in [("about:blank", ""), (file, hash)] {
      let answer = try send("Page.navigate", ["url": page + ending])
      if let reason = answer["errorText"] as? String { throw Failure(description: "\(page): \(reason)") }
      try wait(for: "\(page) to be loaded") {
        try self.value(
          "document.readyState === 'complete' && location.href.startsWith('\(page)')", as: Bool.self)
      }
    }
  }

  /// Gives the page a window of this size in CSS pixels; `isPhone` for a touch screen.
  public func resize(width: Int, height: Int, isPhone: Bool = false) throws {
    try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": isPhone])
  }

  /// Has the page see this value of a media feature, for example `prefers-color-scheme`, `dark`.
  public func setMedia(_ feature: String, _ value: String) throws {
    try send("Emulation.setEmulatedMedia", ["features": [["name": feature, "value": value]]])
  }

  /// The value of a JavaScript expression, through JSON.
  public func value<Value: Decodable>(_ expression: String, as type: Value.Type) throws -> Value {
    let answer = try send(
      "Runtime.evaluate",
      ["expression": "JSON.stringify([\(expression)])", "returnByValue": true, "awaitPromise": true])
    if let details = answer["exceptionDetails"] { throw Failure(description: "\(expression): \(details)") }
    let text = (answer["result"] as? [String: Any])?["value"] as? String ?? "[]"
    guard let value = try JSONDecoder().decode([Value].self, from: Data(text.utf8)).first else {
      throw Failure(description: "\(expression) has no value")
    }
    return value
  }

  /// Runs JavaScript statements.
  public func run(_ script: String) throws {
    _ = try value("(() => { \(script); return 0 })()", as: Int.self)
  }

  /// Types text into what has the focus.
  public func type(_ text: String) throws { try send("Input.insertText", ["text": text]) }

  /// Presses and releases a key by its DOM name: `Tab`, `ArrowLeft`, `Home`, `Enter`, ….
  public func press(_ key: String) throws {
    let codes = [
      "Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36,
      "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
    ]
    guard let code = codes[key] else { throw Failure(description: "no code for the key \(key)") }
    for type in ["keyDown", "keyUp"] {
      try send(
        "Input.dispatchKeyEvent",
        [
          "type": type, "key": key, "code": key, "windowsVirtualKeyCode": code,
          "text": key == "Enter" && type == "keyDown" ? "\r" : "",
        ])
    }
  }

  /// Clicks with the mouse in the middle of the first element that this CSS selector finds, after scrolling it into sight.
  public func click(_ selector: String) throws {
    let middle = try value(
      """
      (() => {
        const part = document.querySelector(`\(selector)`);
        part.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = part.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
      })()
      """, as: [Double].self)
    for type in ["mousePressed", "mouseReleased"] {
      try send(
        "Input.dispatchMouseEvent",
        ["type": type, "x": middle[0], "y": middle[1], "button": "left", "clickCount": 1])
    }
  }

  /// The names by which a screen reader is told of the elements with this role.
  public func accessible(_ role: String) throws -> [String] {
    try accessibilityTree().filter { $0.role == role }.map(\.name)
  }

  /// The roles of the controls that a screen reader has no name for.
  public func namelessControls() throws -> [String] {
    let controls: Set = [
      "button", "checkbox", "combobox", "link", "radio", "searchbox", "slider", "textbox",
      "DisclosureTriangle",
    ]
    return try accessibilityTree().filter { controls.contains($0.role) && $0.name.isEmpty }.map(\.role)
  }

  private func accessibilityTree() throws -> [(role: String, name: String)] {
    let nodes = try send("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
    func text(_ node: [String: Any], _ key: String) -> String {
      (node[key] as? [String: Any])?["value"].map { "\($0)" } ?? ""
    }
    return nodes.map { (text($0, "role"), text($0, "name")) }
  }

  /// Words on the page, and the contrast to their ground.
  public struct Contrast: Decodable {
    /// The beginning of the words.
    public let words: String
    /// From 1 to 21, as WCAG 2.2 defines it; its criterion 1.4.3 asks text for 4.5.
    public let ratio: Double
  }

  /// The contrast of each visible element that `selector` names and that has words of its own. Its ground is the nearest
  /// background colour around it, white if there is none; in a picture its colour is `fill`.
  public func contrasts(of selector: String) throws -> [Contrast] {
    try value(
      """
      (() => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const known = new Map();
        const light = (colour) => {
          if (known.has(colour)) return known.get(colour);
          canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
          const sum = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255)
            .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          known.set(colour, sum);
          return sum;
        };
        const ground = (part) => {
          for (let at = part; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (!/, 0\\)|transparent/.test(colour)) return colour;
          }
          return "white";
        };
        const speaks = (part) => part.matches("select")
          || [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
        return [...document.querySelectorAll('\(selector)')].filter((part) => part.checkVisibility() && speaks(part)).map((part) => {
          const style = getComputedStyle(part);
          const pair = [light(part.closest("svg") ? style.fill : style.color), light(ground(part))].sort((a, b) => b - a);
          return { words: part.textContent.trim().slice(0, 40), ratio: (pair[0] + 0.05) / (pair[1] + 0.05) };
        });
      })()
      """, as: [Contrast].self)
  }

  /// Writes a picture of the whole page as PNG.
  public func screenshot(to path: String) throws {
    let answer = try send("Page.captureScreenshot", ["captureBeyondViewport": true])
    let picture = Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
    try picture.write(to: URL(fileURLWithPath: path))
  }

  /// Waits until `condition` holds, which the failure calls `what`.
  public func wait(for what: String, until condition: () throws -> Bool) throws {
    for _ in 0..<600 {
      if try condition() { return }
      usleep(50_000)
    }
    let address = try value("location.href", as: String.self)
    throw Failure(description: "waited half a minute for \(what) at \(address)")
  }

  // One command, one answer; events that come between are kept if they are errors.

  @discardableResult private func send(_ method: String, _ parameters: [String: Any] = [:]) throws
    -> [String: Any]
  {
    sent += 1
    var message: [String: Any] = ["id": sent, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure(description: "\(method): Chromium does not listen") }
      written += count
    }
    while true {
      let answer = try nextMessage(after: method)
      guard answer["id"] as? Int == sent else {
        note(answer)
        continue
      }
      if let error = answer["error"] as? [String: Any] {
        throw Failure(description: "\(method): \(error["message"] ?? "refused")")
      }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// Messages end with a zero byte.
  private func nextMessage(after method: String) throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = received[..<end]
        received = Data(received[(end + 1)...])
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var poll = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard Foundation.poll(&poll, 1, 120_000) == 1 else {
        throw Failure(description: "\(method): Chromium does not answer")
      }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(output, &buffer, buffer.count)
      guard count > 0 else { throw Failure(description: "\(method): Chromium has ended") }
      received.append(contentsOf: buffer[..<count])
    }
  }

  private func note(_ event: [String: Any]) {
    let parameters = event["params"] as? [String: Any] ?? [:]
    let entry = parameters["entry"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Runtime.exceptionThrown": errors.append("\(parameters["exceptionDetails"] ?? "")")
    case "Runtime.consoleAPICalled" where parameters["type"] as? String == "error":
      errors.append("\(parameters["args"] ?? "")")
    case "Log.entryAdded" where entry["level"] as? String == "error":
      errors.append("\(entry["text"] ?? "") \(entry["url"] ?? "")")
    default: break
    }
  }
}
