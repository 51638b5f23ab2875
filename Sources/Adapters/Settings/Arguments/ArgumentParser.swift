/// Gives the arguments of one command to its definitions.
struct ArgumentParser {
  private let definitions: [ArgumentDefinition]
  private var spellings: [String: (index: Int, isNegated: Bool)] = [:]
  private var given: Set<Int> = []
  private var positionals: [String] = []

  init(definitions: [ArgumentDefinition]) {
    self.definitions = definitions
    for (index, definition) in definitions.enumerated() {
      for (names, isNegated) in [(definition.spellings, false), (definition.negatedSpellings, true)] {
        for name in names {
          precondition(spellings[name] == nil, "two properties are spelled \(name)")
          spellings[name] = (index: index, isNegated: isNegated)
        }
      }
    }
  }

  mutating func parse(_ arguments: ArraySlice<String>) throws(ParseError) {
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--" {
        positionals += rest
        break
      }
      if argument.hasPrefix("--") {
        try long(argument, &rest)
      } else if isOption(argument) {
        try short(argument, &rest)
      } else {
        positionals.append(argument)
      }
    }
    try assignPositionals()
    for (index, definition) in definitions.enumerated()
    where definition.kind == .option && definition.isRequired && !given.contains(index) {
      throw .missingOption(definition.displayName)
    }
  }

  /// `-` alone is a name for standard input, and `-5` a number unless a flag of that name exists.
  private func isOption(_ argument: String) -> Bool {
    guard argument.count > 1, argument.hasPrefix("-") else { return false }
    return Double(argument: argument) == nil || spellings[String(argument.prefix(2))] != nil
  }

  private mutating func long(_ argument: String, _ rest: inout ArraySlice<String>) throws(ParseError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let (index, isNegated) = spellings[parts[0]] else { throw unknown(parts[0]) }
    let definition = definitions[index]
    if definition.kind == .flag {
      if parts.count > 1 { throw .unexpectedValue(flag: parts[0], value: parts[1]) }
      try set(index, isNegated ? "false" : "true")
    } else {
      try set(index, parts.count > 1 ? parts[1] : try value(for: definition, spelling: parts[0], &rest))
    }
  }

  /// `-v`, `-vj` (several flags), `-n 5`, `-n5`, `-n=5`.
  private mutating func short(_ argument: String, _ rest: inout ArraySlice<String>) throws(ParseError) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-\(letter)"
      guard let (index, _) = spellings[name] else { throw unknown(letters.isEmpty ? name : argument) }
      if definitions[index].kind == .flag {
        if letters.first == "=" { throw .unexpectedValue(flag: name, value: String(letters.dropFirst())) }
        try set(index, "true")
        continue
      }
      if letters.isEmpty {
        try set(index, try value(for: definitions[index], spelling: name, &rest))
      } else {
        try set(index, String(letters.first == "=" ? letters.dropFirst() : letters))
      }
      return
    }
  }

  private func value(
    for definition: ArgumentDefinition, spelling: String, _ rest: inout ArraySlice<String>
  ) throws(ParseError) -> String {
    guard let next = rest.first, !isOption(next), !next.hasPrefix("--") else {
      throw .missingValue(option: spelling, valueName: definition.valueName)
    }
    rest = rest.dropFirst()
    return next
  }

  private mutating func set(_ index: Int, _ text: String) throws(ParseError) {
    let definition = definitions[index]
    given.insert(index)
    guard definition.set(text) else {
      throw .invalidValue(name: definition.displayName, value: text, allowed: definition.allowedValues)
    }
  }

  private mutating func assignPositionals() throws(ParseError) {
    var rest = positionals[...]
    for (index, definition) in definitions.enumerated() where definition.kind == .positional {
      if rest.isEmpty, definition.isRequired { throw .missingArgument(definition.valueName) }
      let count = definition.isRepeating ? rest.count : min(1, rest.count)
      for text in rest.prefix(count) { try set(index, text) }
      rest = rest.dropFirst(count)
    }
    if let extra = rest.first { throw .unexpectedArgument(extra) }
  }

  private func unknown(_ name: String) -> ParseError {
    let known = spellings.keys.filter { $0.hasPrefix("--") }.sorted() + ["--help"]
    return .unknownOption(name, nearest: NearestName.find(name, among: known))
  }
}
