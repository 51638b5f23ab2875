/// Bounds on a YAML text; beyond one of them it is refused, by name, before it costs memory or time.
public struct YAMLLimits: Sendable, Hashable {
  /// Longest text in bytes.
  public var size_bytes: Int
  /// Deepest nesting of sequences and mappings.
  public var depth: Int
  /// Most scalars, sequences and mappings together, keys included.
  public var nodes: Int

  /// 1 MiB, 32 levels, 20 000 nodes unless said otherwise.
  public init(size_bytes: Int = 1 << 20, depth: Int = 32, nodes: Int = 20_000) {
    self.size_bytes = size_bytes
    self.depth = depth
    self.nodes = nodes
  }
}
