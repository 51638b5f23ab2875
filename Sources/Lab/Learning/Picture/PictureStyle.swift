import Evidence

/// The picture's colours. Kinds differ in hue and lightness, so that they stay apart for colour-blind eyes and in grey.
enum PictureStyle {
  static let background = "#fbfaf7"
  static let paper = "#f3f1ea"
  static let road = "#dfe1e3"
  static let boundary = "#a9afb6"
  static let edge = "#6d757d"
  static let furniture = "#8b939b"
  static let drive = "#2f6f9f"
  static let ink = "#22272c"
  static let faint = "#6b7279"
  static let wrong = "#111111"

  static func colour(_ kind: ChangeEvent.Kind) -> String {
    switch kind {
    case .added: "#1a8f4c"
    case .removed: "#d3302f"
    case .moved: "#6a3fc0"
    case .attributeChanged: "#d97a00"
    case .temporary: "#b3007f"
    }
  }

  static func title(_ kind: ChangeEvent.Kind) -> String {
    switch kind {
    case .added: "added"
    case .removed: "removed"
    case .moved: "moved"
    case .attributeChanged: "attribute changed"
    case .temporary: "temporary"
    }
  }
}
