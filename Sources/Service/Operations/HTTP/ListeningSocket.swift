import Glibc

/// A TCP socket that listens on one address. It is owned by whoever takes `descriptor`.
struct ListeningSocket {
  let descriptor: Int32
  /// The port in use, also where any free one was asked for.
  let port: UInt16

  init(address: String, port: UInt16) throws(HTTPServerError) {
    var bound = try Self.socketAddress(address, port)
    let descriptor = socket(Int32(bound.ss_family), Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
    func failure() -> HTTPServerError {
      let code = errno
      if descriptor >= 0 { close(descriptor) }
      return .cannotListen(address: address, port: port, reason: unsafe String(cString: strerror(code)))
    }
    guard descriptor >= 0 else { throw failure() }
    var one: Int32 = 1
    var length = Self.length(bound)
    let status = unsafe withUnsafeMutablePointer(to: &bound) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        var status = unsafe setsockopt(
          descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        if status == 0 { status = unsafe bind(descriptor, generic, length) }
        if status == 0 { status = listen(descriptor, 128) }
        if status == 0 { status = unsafe getsockname(descriptor, generic, &length) }
        return status
      }
    }
    guard status == 0 else { throw failure() }
    self.descriptor = descriptor
    self.port = Self.port(bound)
  }

  private static func socketAddress(_ text: String, _ port: UInt16) throws(HTTPServerError) -> sockaddr_storage {
    var four = sockaddr_in()
    if unsafe inet_pton(AF_INET, text, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      return widen(four)
    }
    var six = sockaddr_in6()
    if unsafe inet_pton(AF_INET6, text, &six.sin6_addr) == 1 {
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      return widen(six)
    }
    throw .invalidAddress(text)
  }

  private static func widen<Address>(_ address: Address) -> sockaddr_storage {
    var storage = sockaddr_storage()
    unsafe withUnsafeMutableBytes(of: &storage) { target in
      unsafe withUnsafeBytes(of: address) { source in unsafe target.copyMemory(from: source) }
    }
    return storage
  }

  private static func length(_ address: sockaddr_storage) -> socklen_t {
    let isFour = address.ss_family == sa_family_t(AF_INET)
    return socklen_t(isFour ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size)
  }

  /// Both forms keep the port at the same place.
  private static func port(_ address: sockaddr_storage) -> UInt16 {
    unsafe withUnsafeBytes(of: address) { bytes in
      UInt16(bigEndian: unsafe bytes.load(fromByteOffset: 2, as: UInt16.self))
    }
  }
}
