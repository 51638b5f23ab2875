/// How a process ends, by the codes of sysexits.h that shells and service supervisors know.
public struct ExitCode: Error, Sendable, Hashable {
  /// The code.
  public var rawValue: Int32

  /// Creates a code.
  public init(_ rawValue: Int32) { self.rawValue = rawValue }

  /// All is well.
  public static let success = ExitCode(0)
  /// A check found what it looks for, or the work failed.
  public static let failure = ExitCode(1)
  /// Wrong arguments.
  public static let usage = ExitCode(64)
  /// Input that is not what it should be.
  public static let dataError = ExitCode(65)
  /// An input file that is not there or not readable.
  public static let noInput = ExitCode(66)
  /// A service that does not answer, such as the broker.
  public static let unavailable = ExitCode(69)
  /// A fault of the program itself.
  public static let software = ExitCode(70)
  /// An output file that cannot be written.
  public static let cannotCreate = ExitCode(73)
  /// A wrong configuration.
  public static let configuration = ExitCode(SettingsError.exitCode)
}
