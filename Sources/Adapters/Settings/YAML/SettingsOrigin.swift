/// Where a value of the configuration was written, so that every error can say it.
public enum SettingsOrigin: Sendable, Hashable, CustomStringConvertible {
  /// The program's own default.
  case builtIn
  /// A text file; `line` and `column` count from 1, columns in characters.
  case file(path: String, line: Int, column: Int)
  /// An environment variable.
  case environment(name: String)
  /// A command-line argument, as typed.
  case argument(String)

  /// `path:line:column`, `environment NAME`, `argument TEXT` or `default`.
  public var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .environment(let name): "environment \(name)"
    case .argument(let text): "argument \(text)"
    }
  }

  /// Whether the value was written where lists and mappings are awkward.
  var isOneLine: Bool {
    switch self {
    case .environment, .argument: true
    case .builtIn, .file: false
    }
  }
}
