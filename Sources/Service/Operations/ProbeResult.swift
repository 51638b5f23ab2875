/// What a probe of the process finds.
public enum ProbeResult: Sendable, Hashable {
  /// All is as it should be.
  case ok
  /// It is not, and why, in one line.
  case failing(String)
}
