/// The HTTP server for metrics and probes.
public struct MetricsSettings: SettingsSection {
  /// Whether it runs.
  public var enabled: Bool = true
  /// Address to listen on; the default is reachable from this machine only.
  public var address: String = "127.0.0.1"
  /// Port to listen on; 0 takes any free one.
  public var port: UInt16 = 9464

  /// The defaults.
  public init() {}

  /// Checks that there is an address.
  public func check(_ check: inout SettingsCheck) {
    check.require(!address.isEmpty, "address", "an IPv4 or IPv6 address, such as 127.0.0.1 or 0.0.0.0")
  }
}
