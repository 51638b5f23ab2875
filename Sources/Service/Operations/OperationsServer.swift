import Runtime

/// What an operator looks at over HTTP: `/metrics`, `/healthz`, `/readyz` and an index of it all.
public final class OperationsServer: Sendable {
  /// One more page, for parts of the service that have something to show.
  public struct Route: Sendable {
    /// The path, such as `/tiles`.
    public var path: String
    /// What it shows, in one line, for the index.
    public var abstract: String
    /// Makes the page. It runs on the server's only thread: read what is at hand and return.
    public var respond: @Sendable () -> HTTPResponse

    /// Creates a route.
    public init(path: String, abstract: String, respond: @escaping @Sendable () -> HTTPResponse) {
      self.path = path
      self.abstract = abstract
      self.respond = respond
    }
  }

  private let server: HTTPServer

  /// The port in use, also where any free one was asked for.
  public var port: UInt16 { server.port }

  /// Starts the server.
  /// - Parameters:
  ///   - address: address of an interface; the default is reachable from this machine only.
  ///   - port: 0 takes any free one.
  ///   - health: whether the process works; failing means "restart it".
  ///   - readiness: whether the process does its work now (assigned, restored, in reach of the broker).
  ///   - routes: further pages.
  /// - Throws: ``HTTPServerError`` if the address is none or is taken.
  public init(
    address: String = "127.0.0.1", port: UInt16, limits: HTTPLimits = HTTPLimits(), registry: MetricsRegistry,
    health: @escaping @Sendable () -> ProbeResult = { .ok }, readiness: @escaping @Sendable () -> ProbeResult,
    routes: [Route] = []
  ) throws(HTTPServerError) {
    let own = [
      Route(path: "/metrics", abstract: "all metrics in Prometheus' text format") {
        HTTPResponse(
          contentType: MetricsRegistry.prometheusContentType, body: Array(registry.prometheusText().utf8))
      },
      Route(path: "/healthz", abstract: "200 while the process works, else 503 with the reason") {
        Self.response(health())
      },
      Route(path: "/readyz", abstract: "200 while the process is doing its work, else 503 with the reason") {
        Self.response(readiness())
      },
    ]
    let all = own + routes
    precondition(Set(all.map(\.path)).count == all.count, "a path stands once")
    let index = "resurvey\n\n" + all.map { "\($0.path)  \($0.abstract)\n" }.joined()
    let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })
    server = try HTTPServer(address: address, port: port, limits: limits) { request in
      if request.path == "/" { return .text(index) }
      guard let route = byPath[request.path] else {
        return .text("nothing here; / lists what there is\n", status: 404)
      }
      return route.respond()
    }
  }

  /// Closes the socket and all connections and waits for the server's thread.
  public func stop() { server.stop() }

  private static func response(_ result: ProbeResult) -> HTTPResponse {
    switch result {
    case .ok: .text("ok\n")
    case .failing(let reason): .text("failing: \(reason)\n", status: 503)
    }
  }
}
