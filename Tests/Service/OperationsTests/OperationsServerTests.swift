import Foundation
import FoundationNetworking
import Runtime
import Synchronization
import Testing

@testable import Operations

@Suite struct OperationsServerTests {
  final class Switch: Sendable {
    private let state = Mutex(ProbeResult.failing("restoring partition 3"))
    var result: ProbeResult { state.withLock { $0 } }
    func set(_ result: ProbeResult) { state.withLock { $0 = result } }
  }

  private func get(_ path: String, _ server: OperationsServer) async throws -> (status: Int, type: String, text: String)
  {
    let url = try #require(URL(string: "http://127.0.0.1:\(server.port)\(path)"))
    let (data, response) = try await URLSession.shared.data(from: url)
    let http = try #require(response as? HTTPURLResponse)
    return (
      http.statusCode, http.value(forHTTPHeaderField: "Content-Type") ?? "", String(decoding: data, as: UTF8.self)
    )
  }

  @Test func metricsAreRenderedAtTheMomentTheyAreAskedFor() async throws {
    let registry = MetricsRegistry()
    let counter = registry.counter("frames_total", help: "Frames.")
    let server = try OperationsServer(port: 0, registry: registry, readiness: { .ok })
    for count in 1...3 {
      counter.increment()
      let (status, type, text) = try await get("/metrics", server)
      #expect(status == 200)
      #expect(type == "text/plain; version=0.0.4; charset=utf-8")
      #expect(text.contains("\nframes_total \(count)\n"))
    }
  }

  @Test func probesFollowTheProcess() async throws {
    let ready = Switch()
    let server = try OperationsServer(port: 0, registry: MetricsRegistry(), readiness: { ready.result })
    #expect(try await get("/healthz", server).status == 200)
    let waiting = try await get("/readyz", server)
    #expect(waiting.status == 503)
    #expect(waiting.text == "failing: restoring partition 3\n")
    ready.set(.ok)
    #expect(try await get("/readyz", server).status == 200)
  }

  @Test func aProcessThatDoesNotWorkSaysSo() async throws {
    let server = try OperationsServer(
      port: 0, registry: MetricsRegistry(), health: { .failing("no poll for 60 s") }, readiness: { .ok })
    let (status, _, text) = try await get("/healthz", server)
    #expect(status == 503)
    #expect(text == "failing: no poll for 60 s\n")
  }

  @Test func theIndexListsEveryPageAndOthersAreNotFound() async throws {
    let route = OperationsServer.Route(path: "/tiles", abstract: "tiles held here") { .text("none\n") }
    let server = try OperationsServer(port: 0, registry: MetricsRegistry(), readiness: { .ok }, routes: [route])
    let index = try await get("/", server).text
    for path in ["/metrics", "/healthz", "/readyz", "/tiles"] { #expect(index.contains("\n\(path)  ")) }
    #expect(try await get("/tiles", server).text == "none\n")
    for path in ["/metric", "/metrics/", "/../etc/passwd", "//metrics", "/%0Ametrics"] {
      #expect(try await get(path, server).status == 404, "\(path)")
    }
  }

  @Test func manyClientsAtOnceAreAllServed() async throws {
    let registry = MetricsRegistry()
    registry.counter("a_total", help: "A.").increment()
    let server = try OperationsServer(port: 0, registry: registry, readiness: { .ok })
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { try await get("/metrics", server).status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 50))
  }
}
