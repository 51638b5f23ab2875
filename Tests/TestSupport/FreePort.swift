internal import Glibc

/// Loopback ports nobody listens on.
public enum FreePort {
  /// A port that is free together with the one after it.
  /// - Throws: `NoPort` if a hundred ports the system offered had a taken neighbour.
  public static func pair() throws -> UInt16 {
    for _ in 0..<100 {
      guard let first = bind(0), first.port < .max else { continue }
      defer { close(first.descriptor) }
      guard let second = bind(first.port + 1) else { continue }
      close(second.descriptor)
      return first.port
    }
    throw NoPort()
  }

  /// No two neighbouring ports are free.
  public struct NoPort: Error {}

  private static func bind(_ port: UInt16) -> (descriptor: Int32, port: UInt16)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isBound else {
      close(descriptor)
      return nil
    }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }
}
