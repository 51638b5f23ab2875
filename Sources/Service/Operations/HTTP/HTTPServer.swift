import CMicroHTTPD
import Glibc
import Synchronization

/// A small HTTP server for probes and metrics: GET and HEAD only, bounded in connections, memory and time.
///
/// The only place that touches libmicrohttpd; no pointer of it leaves.
public final class HTTPServer: Sendable {
  /// Answers one request. It runs on the server's only thread: read what is at hand and return.
  public typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

  /// The port in use, also where any free one was asked for.
  public let port: UInt16
  private let daemon: Mutex<Daemon?>

  /// Starts a server.
  /// - Parameters:
  ///   - address: IPv4 or IPv6 address of an interface; the default is reachable from this machine only.
  ///   - port: 0 takes any free one.
  /// - Throws: ``HTTPServerError`` if the address is none or is taken.
  public init(
    address: String = "127.0.0.1", port: UInt16, limits: HTTPLimits = HTTPLimits(), handler: @escaping Handler
  ) throws(HTTPServerError) {
    let socket = try ListeningSocket(address: address, port: port)
    guard let daemon = Daemon(socket: socket, limits: limits, handler: handler) else {
      throw .cannotStart(address: address, port: socket.port)
    }
    self.port = socket.port
    self.daemon = Mutex(daemon)
  }

  /// Closes the socket and all connections and waits for the server's thread. Do not call it from a handler.
  public func stop() {
    let daemon = self.daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    daemon?.stop()
  }

  deinit { stop() }
}

/// The running library with the handler it calls. The library guards its own state; stopping once is up to the owner.
@safe private struct Daemon: @unchecked Sendable {
  private let handle: OpaquePointer
  private let box: Unmanaged<HandlerBox>

  init?(socket: ListeningSocket, limits: HTTPLimits, handler: @escaping HTTPServer.Handler) {
    let box = unsafe Unmanaged.passRetained(HandlerBox(handler: handler))
    let options: [any CVarArg] = [
      MHD_OPTION.LISTEN_SOCKET.rawValue, socket.descriptor,
      MHD_OPTION.CONNECTION_LIMIT.rawValue, limits.connections,
      MHD_OPTION.CONNECTION_MEMORY_LIMIT.rawValue, limits.request_bytes,
      MHD_OPTION.CONNECTION_TIMEOUT.rawValue, limits.idle_s,
      MHD_OPTION.END.rawValue,
    ]
    let flags = MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_POLL.rawValue | MHD_USE_ITC.rawValue
    let handle = unsafe withVaList(options) { list in
      unsafe MHD_start_daemon_va(flags, socket.port, nil, nil, answer, box.toOpaque(), list)
    }
    guard let handle = unsafe handle else {
      unsafe box.release()
      return nil
    }
    unsafe self.handle = handle
    unsafe self.box = box
  }

  /// Closing alone would not free the port while a child of this process is between fork and exec and holds a copy of
  /// the socket; a socket that is shut down listens in no process.
  func stop() {
    let socket = unsafe MHD_quiesce_daemon(handle)
    shutdown(socket, Int32(SHUT_RDWR))
    unsafe MHD_stop_daemon(handle)
    close(socket)
    unsafe box.release()
  }
}

private final class HandlerBox: Sendable {
  let handler: HTTPServer.Handler
  init(handler: @escaping HTTPServer.Handler) { self.handler = handler }
}

/// Marks a request whose headers were seen; only its address counts.
nonisolated(unsafe) private let seen = UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)

/// What libmicrohttpd calls for every request: once when its headers are there, and again until it is answered.
private func answer(
  box: UnsafeMutableRawPointer?, connection: OpaquePointer?, url: UnsafePointer<CChar>?,
  method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?, upload: UnsafePointer<CChar>?,
  uploadSize: UnsafeMutablePointer<Int>?, state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let box = unsafe box, let connection = unsafe connection, let url = unsafe url, let method = unsafe method,
    let state = unsafe state
  else { return .NO }
  if unsafe state.pointee == nil {
    let name = unsafe String(cString: method)
    if name != "GET", name != "HEAD" {
      let response = HTTPResponse.text("only GET and HEAD are answered here\n", status: 405)
      return unsafe send(response, allow: "GET, HEAD", connection)
    }
    if unsafe hasBody(connection) {
      return unsafe send(.text("a request takes no body here\n", status: 413), connection)
    }
    unsafe state.pointee = unsafe seen
    return .YES
  }
  let request = HTTPRequest(path: unsafe String(cString: url))
  let handler = unsafe Unmanaged<HandlerBox>.fromOpaque(box).takeUnretainedValue().handler
  return unsafe send(handler(request), connection)
}

private func hasBody(_ connection: OpaquePointer) -> Bool {
  let length = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length")
  let encoding = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, "Transfer-Encoding")
  return unsafe encoding != nil || length.map { unsafe String(cString: $0) != "0" } ?? false
}

private func send(_ answer: HTTPResponse, allow: String? = nil, _ connection: OpaquePointer) -> MHD_Result {
  let created = unsafe answer.body.withUnsafeBytes { body in
    unsafe MHD_create_response_from_buffer(
      body.count, UnsafeMutableRawPointer(mutating: body.baseAddress), .RESPMEM_MUST_COPY)
  }
  guard let response = unsafe created else { return .NO }
  defer { unsafe MHD_destroy_response(response) }
  var headers = [
    ("Content-Type", answer.contentType), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
  ]
  if let allow { headers.append(("Allow", allow)) }
  for (name, value) in headers {
    guard unsafe MHD_add_response_header(response, name, value) == MHD_Result.YES else { return .NO }
  }
  return unsafe MHD_queue_response(connection, answer.status, response)
}
