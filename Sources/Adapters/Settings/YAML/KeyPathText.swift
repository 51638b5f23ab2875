/// Writes a path of keys and positions as `a.b[2].c`; a key with a dot in it is quoted.
struct KeyPathText {
  private(set) var text = ""

  mutating func append(key: String) {
    if !text.isEmpty { text += "." }
    text += key.contains(".") ? "\"\(key)\"" : key
  }

  mutating func append(index: Int) {
    text += "[\(index)]"
  }
}

extension String {
  /// `clientID_ms` of Swift as `client_id_ms` of YAML: words in lower case, joined by `_`.
  var snakeCased: String {
    var result = ""
    var previousIsLower = false
    for character in self {
      if character.isUppercase, previousIsLower { result += "_" }
      previousIsLower = character.isLowercase || character.isNumber
      result += character.lowercased()
    }
    return result
  }
}
