import MapModel

/// An element's class and attributes as tags of a way or node, both ways.
enum Lanelet2Tags {
  /// Tags only this program writes.
  enum Own {
    /// The class, where type and tags as others write them would be read as another or with other attributes.
    static let elementClass = "resurvey_class"
    /// The element's id, where the object has another.
    static let id = "resurvey_id"
    /// The part number of a later stretch of an element.
    static let part = "resurvey_part"
    /// References that members cannot tell.
    static let references = "resurvey_references"
    /// Marks ways that stand in for a bound that came apart; they are no elements.
    static let standIn = "resurvey_stand_in"

    static let all: Set<String> = [elementClass, id, part, references, standIn]
  }

  struct Meaning {
    var elementClass: ElementClass
    var attributes: Attributes
    /// Tags that were not kept.
    var dropped: [String]
  }

  /// Attributes whose tag in other programs has another name.
  private static let otherNames: [String: AttributeKey] = ["color": .colour]
  private static let structural: Set<String> = ["type", "subtype", "area"]
  private static let participantPrefix = "participant:"

  /// What tags say; nil where they say nothing this map holds.
  static func read(_ tags: [String: String], isBound: Bool) -> Meaning? {
    let type = tags["type"]
    let subtype = tags["subtype"]
    var entries: [Attributes.Entry] = []
    let elementClass: ElementClass
    if let own = tags[Own.elementClass] {
      guard let known = ElementClass(name: own) else { return nil }
      elementClass = known
    } else if let type, let meaning = Lanelet2Types.meaning(of: type) {
      elementClass = meaning.elementClass
      entries = meaning.attributes
      if let prefix = meaning.markingPrefix {
        entries.append(.init(.markingKind, prefix + (subtype.map { "_" + $0.replacing("-", with: "_") } ?? "")))
      } else if let subtype {
        entries.append(
          .init(meaning.subtypeKey, meaning.subtypeKey == .style ? Lanelet2Types.style(of: subtype) : subtype))
      }
    } else if isBound {
      // Nothing says that the world shows this bound.
      elementClass = .virtualBoundary
      if let type { entries.append(.init(.sourceType, type)) }
      if let subtype { entries.append(.init(.sourceSubtype, subtype)) }
    } else {
      return nil
    }
    let (more, dropped) = attributes(of: tags)
    return Meaning(elementClass: elementClass, attributes: Attributes(entries + more), dropped: dropped)
  }

  /// What the tags of a lanelet say of its lane.
  static func readLane(_ tags: [String: String]) -> Meaning {
    let (more, dropped) = attributes(of: tags)
    let kind = tags["subtype"].map { [Attributes.Entry(.laneKind, $0)] } ?? []
    return Meaning(elementClass: .lane, attributes: Attributes(kind + more), dropped: dropped)
  }

  static func writeLane(_ attributes: Attributes) -> [String: String] {
    var tags = write(attributes, except: [.laneKind])
    tags["type"] = "lanelet"
    tags["subtype"] = attributes[.laneKind]
    return tags
  }

  /// The tags of an element; read again they give the same class and attributes.
  static func write(_ element: GeodeticElement) -> [String: String] {
    var tags: [String: String] = [:]
    tags["type"] = Lanelet2Types.type(of: element)
    tags["subtype"] = Lanelet2Types.subtype(of: element)
    guard let plain = read(tags, isBound: false) else { return tags }
    let told = Set(plain.attributes.entries)
    var plainTags = tags
    let rest = element.attributes.entries.filter { !told.contains($0) }
    plainTags.merge(write(Attributes(rest), except: [])) { first, _ in first }
    if let meaning = read(plainTags, isBound: false), meaning.elementClass == element.elementClass,
      meaning.attributes == element.attributes
    {
      return plainTags
    }
    tags.merge(write(element.attributes, except: [])) { first, _ in first }
    tags[Own.elementClass] = element.elementClass.name
    return tags
  }

  private static func attributes(of tags: [String: String]) -> ([Attributes.Entry], dropped: [String]) {
    var entries: [Attributes.Entry] = []
    var participants: [String] = []
    var dropped: [String] = []
    for (key, value) in tags.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      if structural.contains(key) || Own.all.contains(key) { continue }
      if key.hasPrefix(participantPrefix) {
        let name = String(key.dropFirst(participantPrefix.count))
        participants.append(value == "yes" ? name : "\(name)=\(value)")
      } else if let attribute = otherNames[key] ?? AttributeKey(name: key) {
        entries.append(.init(attribute, value))
      } else {
        dropped.append(key)
      }
    }
    if !participants.isEmpty { entries.append(.init(.participant, participants.joined(separator: ","))) }
    return (entries, dropped)
  }

  private static func write(_ attributes: Attributes, except: Set<AttributeKey>) -> [String: String] {
    var tags: [String: String] = [:]
    for entry in attributes.entries where !except.contains(entry.key) {
      guard entry.key == .participant, let participants = participantTags(entry.value) else {
        tags[entry.key == .colour ? "color" : entry.key.name] = entry.value
        continue
      }
      tags.merge(participants) { first, _ in first }
    }
    return tags
  }

  /// Nil where the value is not what the reader would make of such tags.
  private static func participantTags(_ value: String) -> [String: String]? {
    var tags: [String: String] = [:]
    for word in value.split(separator: ",") {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard let name = parts.first else { return nil }
      tags[participantPrefix + name] = parts.count == 2 ? String(parts[1]) : "yes"
    }
    let again = attributes(of: tags)
    return again.0 == [.init(.participant, value)] ? tags : nil
  }
}
