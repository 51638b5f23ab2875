/// The known name a mistyped one most likely means.
enum NearestName {
  /// The closest of `known` by edits (insert, delete, replace, swap neighbours), if it is close enough to be meant;
  /// among equals the first.
  static func find(_ typed: String, among known: some Sequence<String>) -> String? {
    let typedCharacters = Array(typed.lowercased())
    var best: (name: String, edits: Int)?
    for name in known {
      let edits = distance(typedCharacters, Array(name.lowercased()))
      if edits < best?.edits ?? .max { best = (name, edits) }
    }
    guard let best, best.edits <= max(1, min(typed.count, best.name.count) / 3) else {
      return nil
    }
    return best.name
  }

  /// Optimal string alignment distance, O(n·m).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1] + Array(repeating: 0, count: b.count)
      for j in 0..<b.count {
        let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
        current[j + 1] = min(last[j + 1] + 1, current[j] + 1, replaced)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          current[j + 1] = min(current[j + 1], beforeLast[j - 1] + 1)
        }
      }
      beforeLast = last
      last = current
    }
    return last[b.count]
  }
}
