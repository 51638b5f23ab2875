/// A request for a resource; only GET and HEAD reach a handler.
public struct HTTPRequest: Sendable, Hashable {
  /// The path without the query, percent signs decoded, up to the first NUL, such as `/metrics`.
  public var path: String

  /// Creates a request.
  public init(path: String) { self.path = path }
}

/// An answer.
public struct HTTPResponse: Sendable, Hashable {
  /// The status, such as 200.
  public var status: UInt32
  /// The media type of the body.
  public var contentType: String
  /// The body.
  public var body: [UInt8]

  /// Creates an answer.
  public init(status: UInt32 = 200, contentType: String, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }

  /// An answer of plain text.
  public static func text(_ text: String, status: UInt32 = 200) -> HTTPResponse {
    HTTPResponse(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
  }
}

/// Bounds on what clients can hold of a server.
public struct HTTPLimits: Sendable, Hashable {
  /// Connections open at once; further ones wait or are refused.
  public var connections: UInt32
  /// Memory for one request's line and headers in bytes; a longer request is refused.
  public var request_bytes: Int
  /// A connection on which nothing moves for this long is closed.
  public var idle_s: UInt32

  /// 64 connections, 16 KiB a request, 10 s unless said otherwise.
  public init(connections: UInt32 = 64, request_bytes: Int = 16 << 10, idle_s: UInt32 = 10) {
    self.connections = connections
    self.request_bytes = request_bytes
    self.idle_s = idle_s
  }
}

/// Why a server cannot start.
public enum HTTPServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text is neither an IPv4 nor an IPv6 address.
  case invalidAddress(String)
  /// The system refused the socket.
  case cannotListen(address: String, port: UInt16, reason: String)
  /// The server library refused to start.
  case cannotStart(address: String, port: UInt16)

  /// A sentence that names address and port.
  public var description: String {
    switch self {
    case .invalidAddress(let text): "'\(text)' is no IPv4 or IPv6 address, such as 127.0.0.1 or ::1"
    case .cannotListen(let address, let port, let reason): "cannot listen on \(address) port \(port): \(reason)"
    case .cannotStart(let address, let port): "cannot start the HTTP server on \(address) port \(port)"
    }
  }
}
