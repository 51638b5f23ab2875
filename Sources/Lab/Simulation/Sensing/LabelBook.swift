import MapModel
import Observations

/// All that detections may be taken for in one world, as numbers.
struct LabelBook {
  /// The ways an element may be labelled, as indexes into `labels`.
  struct Choice {
    /// Right, with what a camera reads.
    let clear: Int
    /// Right, the class alone.
    let bare: Int
    /// Another class.
    let confused: Int
    /// Right class, wrong attribute; same as `clear` where nothing can be misread.
    let misread: Int
  }

  private(set) var labels: [Label] = []
  private var numbers: [Label: Int] = [:]

  /// What a camera can read of an element.
  static let readable: [AttributeKey] = [.style, .colour, .signCode, .signValue, .lightKind, .markingKind]

  mutating func number(_ label: Label) -> Int {
    if let number = numbers[label] { return number }
    numbers[label] = labels.count
    labels.append(label)
    return labels.count - 1
  }

  mutating func choice(for element: WorldElement) -> Choice {
    let own = element.elementClass
    let other = Self.confusable(own)
    let read = Self.visible(element.attributes)
    let clear = number(
      Label([.init(own, attributes: read, probability: 0.94), .init(other, probability: 0.03)]))
    let misread = Self.misread(read).map { wrong in
      number(
        Label([
          .init(own, attributes: wrong, probability: 0.6), .init(own, attributes: read, probability: 0.35),
        ]))
    }
    return Choice(
      clear: clear, bare: number(Label([.init(own, probability: 0.9), .init(other, probability: 0.06)])),
      confused: number(Label([.init(other, probability: 0.55), .init(own, attributes: read, probability: 0.4)])),
      misread: misread ?? clear)
  }

  static func visible(_ attributes: Attributes) -> Attributes {
    Attributes(attributes.entries.filter { readable.contains($0.key) })
  }

  /// The class a sensor most easily takes it for.
  static func confusable(_ elementClass: ElementClass) -> ElementClass {
    switch elementClass {
    case .laneBoundary: .roadEdge
    case .roadEdge: .laneBoundary
    case .stopLine: .laneBoundary
    case .crosswalk: .roadMarking
    case .roadMarking: .crosswalk
    case .trafficSign: .pole
    case .pole: .trafficSign
    case .trafficLight: .trafficSign
    case .workZoneObject: .pole
    case .lane, .virtualBoundary: .laneBoundary
    }
  }

  /// The same attributes with one misread; nil where there is nothing to read.
  static func misread(_ attributes: Attributes) -> Attributes? {
    for key in [AttributeKey.signValue, .signCode, .lightKind, .markingKind, .style, .colour] {
      guard let value = attributes[key] else { continue }
      var wrong = attributes
      wrong[key] = AttributeAlternatives.other(than: value, of: key, choice: 0)
      return wrong
    }
    return nil
  }
}

/// Values an attribute may have instead.
enum AttributeAlternatives {
  private static func values(of key: AttributeKey) -> [String] {
    switch key {
    case .signValue: ["30", "50", "40", "60", "70"]
    case .signCode: ["de283", "de286", "de314", "de136", "de101", "de237"]
    case .lightKind: ["red_yellow_green", "red_yellow_green_arrow", "red_green"]
    case .markingKind: ["arrow_straight", "arrow_left", "arrow_right", "arrow_straight_left", "arrow_straight_right"]
    case .style: ["solid", "dashed"]
    case .colour: ["white", "yellow"]
    default: []
    }
  }

  /// A value unlike the one there is; `choice` picks among several.
  static func other(than value: String, of key: AttributeKey, choice: Int) -> String {
    let others = values(of: key).filter { $0 != value }
    return others.isEmpty ? value : others[choice % others.count]
  }
}
