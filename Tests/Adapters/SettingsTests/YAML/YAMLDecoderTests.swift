import Testing

@testable import Settings

@Suite struct YAMLDecoderTests {
  enum Color: String, Codable, CaseIterable { case red, green }

  struct Inner: Codable, Equatable {
    var maxSpeed_mps: Double
    var names: [String]?
  }

  struct Outer: Codable, Equatable {
    var port: UInt16
    var isOn: Bool?
    var color: Color?
    var inner: Inner?
    var items: [Inner]?
    var free: [String: Int]?
    var label: String?
  }

  private func decode(_ text: String) throws(SettingsError) -> Outer {
    try YAMLDecoder().decode(Outer.self, from: YAMLDocument(text: text, path: "a.yaml"))
  }

  private func message(_ text: String) -> String {
    do throws(SettingsError) {
      return "decoded \(try decode(text))"
    } catch {
      return "\(error)"
    }
  }

  @Test func valuesOfAllShapesDecode() throws {
    let outer = try decode(
      """
      port: 9464
      is_on: true
      color: green
      inner: {max_speed_mps: 1.5e1, names: [a, "true", 7]}
      items:
        - max_speed_mps: -0.5
      free: {camelCase: 1, "dotted.name": 2}
      label: ~
      """)
    let expected = Outer(
      port: 9464, isOn: true, color: .green, inner: Inner(maxSpeed_mps: 15, names: ["a", "true", "7"]),
      items: [Inner(maxSpeed_mps: -0.5)], free: ["camelCase": 1, "dotted.name": 2])
    #expect(outer == expected)
  }

  @Test(arguments: [
    ("port: 70000", "a.yaml:1:7: port: is '70000', must be a whole number in 0…65535"),
    ("port: -1", "a.yaml:1:7: port: is '-1', must be a whole number in 0…65535"),
    ("port: 1.0", "a.yaml:1:7: port: is '1.0', must be a whole number in 0…65535"),
    ("port: \"80\"", "a.yaml:1:7: port: is the quoted text '80', must be a whole number"),
    ("port: [80]", "a.yaml:1:7: port: is a list of 1, must be a whole number"),
    ("port:", "a.yaml:1:6: port: is nothing, must be a whole number"),
    ("is_on: true", "a.yaml:1:1: needs the key 'port'"),
    ("port: 1\nis_on: yes", "a.yaml:2:8: is_on: is 'yes', must be true or false"),
    ("port: 1\ncolor: blue", "a.yaml:2:8: color: is 'blue', must be one of red, green"),
    ("port: 1\ninner: 5", "a.yaml:2:8: inner: is '5', must be a mapping (key: value)"),
    (
      "port: 1\ninner: {max_speed_mps: nan}",
      "a.yaml:2:24: inner.max_speed_mps: is 'nan', must be a finite number"
    ),
    (
      "port: 1\ninner: {max_speed_mps: 1e999}",
      "a.yaml:2:24: inner.max_speed_mps: is '1e999', must be a finite number"
    ),
    ("port: 1\nitems: {a: 1}", "a.yaml:2:8: items: is a mapping of 1 keys, must be a list (- value, or [a, b])"),
    ("port: 1\nitems:\n  - {}", "a.yaml:3:5: items[0]: needs the key 'max_speed_mps'"),
    ("port: 1\nfree: {x.y: z}", "a.yaml:2:13: free.\"x.y\": is 'z', must be a whole number in"),
    ("port: 1\nlabel: [x]", "a.yaml:2:8: label: is a list of 1, must be text"),
    ("[1]", "a.yaml:1:1: is a list of 1, must be a mapping (key: value)"),
  ])
  func aWrongValueNamesPlaceKeyValueAndWhatIsAllowed(text: String, expected: String) {
    #expect(message(text).hasPrefix(expected), "\(message(text))")
  }

  @Test func everyUnknownKeyIsReportedWithTheNearestKnownOne() {
    let text = """
      port: 1
      isOn: true
      colour: red
      inner: {max_speed_mps: 1, nmaes: [a]}
      items: [{max_speed_mps: 1, max_speed_mph: 2}]
      zebra: 1
      """
    let expected = """
      a.yaml:2:1: isOn: unknown key; did you mean 'is_on'?
      a.yaml:3:1: colour: unknown key; did you mean 'color'?
      a.yaml:6:1: zebra: unknown key; known keys here: color, free, inner, is_on, items, label, port
      a.yaml:4:27: inner.nmaes: unknown key; did you mean 'names'?
      a.yaml:5:28: items[0].max_speed_mph: unknown key; did you mean 'max_speed_mps'?
      """
    #expect(message(text) == expected)
  }

  @Test(arguments: [("colour", "color"), ("prot", "port"), ("PORT", "port"), ("x", nil), ("elephant", nil)])
  func theNearestNameIsNearEnough(typed: String, expected: String?) {
    #expect(NearestName.find(typed, among: ["color", "port", "items"]) == expected)
  }

  @Test func editDistanceCountsInsertDeleteReplaceAndSwap() {
    let distance = { (a: String, b: String) in NearestName.distance(Array(a), Array(b)) }
    #expect(distance("", "abc") == 3)
    #expect(distance("abc", "abc") == 0)
    #expect(distance("abc", "acb") == 1)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("abcdef", "bcdef") == 1)
  }

  @Test(arguments: [
    ("clientId", "client_id"), ("slot_s", "slot_s"), ("maxSpeed_mps", "max_speed_mps"), ("URLPath", "urlpath"),
    ("id", "id"), ("openTraversals", "open_traversals"), ("sha256Sum", "sha256_sum"),
  ])
  func propertiesBecomeKeysInSnakeCase(name: String, key: String) {
    #expect(name.snakeCased == key)
  }

  @Test func anEncodedValueDecodesToItself() throws {
    let value = Outer(
      port: 1, isOn: false, color: .red, inner: Inner(maxSpeed_mps: 0.1, names: ["/a\"b\\ü\n", ""]), items: [],
      free: ["camelCase": 3, "a.b": -4], label: "null")
    let node = try YAMLNode(encoding: value)
    #expect(node.origin == .builtIn)
    #expect(try YAMLDecoder().decode(Outer.self, from: node) == value)
  }
}
