import Foundation

/// Lanelet2 maps small enough to draw. Nodes stand on a grid of 1e-5° (about a metre), named by letters.
struct SmallMap {
  private var nodes: [String] = []
  private var ways: [String] = []
  private var relations: [String] = []
  private var numbers: [Character: Int] = [:]

  /// - Parameter picture: Lines from north to south; a letter is a node, anything else is ground.
  init(_ picture: String, nodeTags: String = "") {
    let rows = picture.split(separator: "\n", omittingEmptySubsequences: false)
    for (row, text) in rows.enumerated() {
      for (column, letter) in text.enumerated() where letter.isLetter {
        let number = 1000 + numbers.count
        numbers[letter] = number
        let latitude = 49 - Double(row) * 4e-5
        let longitude = 8 + Double(column) * 2e-5
        nodes.append(
          "<node id='\(number)' lat='\(String(format: "%.7f", latitude))' lon='\(String(format: "%.7f", longitude))'>"
            + nodeTags + "</node>")
      }
    }
  }

  mutating func way(_ id: Int, _ letters: String, _ tags: [String: String] = [:]) {
    let references = letters.map { "<nd ref='\(numbers[$0] ?? 1)'/>" }.joined()
    ways.append("<way id='\(id)'>\(references)\(Self.text(tags))</way>")
  }

  mutating func relation(_ id: Int, _ members: [(String, Int, String)], _ tags: [String: String]) {
    let list = members.map { "<member type='\($0.0)' ref='\($0.1)' role='\($0.2)'/>" }.joined()
    relations.append("<relation id='\(id)'>\(list)\(Self.text(tags))</relation>")
  }

  mutating func node(_ letter: Character, _ tags: [String: String]) {
    let head = "<node id='\(numbers[letter] ?? 0)' "
    guard let place = nodes.firstIndex(where: { $0.hasPrefix(head) }) else { return }
    nodes[place] = nodes[place].replacing("</node>", with: Self.text(tags) + "</node>")
  }

  private static func text(_ tags: [String: String]) -> String {
    tags.sorted { $0.key < $1.key }.map { "<tag k='\($0.key)' v='\($0.value)'/>" }.joined()
  }

  var xml: String { "<osm version='0.6'>" + (nodes + ways + relations).joined(separator: "\n") + "</osm>" }
}
